"""Reading: files that people hold in their hands become turns, experiences, answers and attendance, pseudonymised.

The modules are imported one by one by whoever needs them: the libraries behind Word, Excel and PDF are heavy.
"""
