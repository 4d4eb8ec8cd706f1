"""Language models, for whoever configures one: LangChain behind one method, every reply kept. Loads nothing heavy."""
