"""spaCy's tok2vec as a torch network, with a guess of each hidden word: what ``pipeline_pretraining`` trains."""

from collections.abc import Sequence

import numpy as np
import torch
from spacy.language import Language
from thinc.api import Model
from torch import nn


class HashEmbedNetwork(nn.Module):
    """spaCy's MultiHashEmbed + MaxoutWindowEncoder, and a guess of each hidden word."""

    def __init__(self, nlp: Language, embed: Sequence[Model], vocabulary: int) -> None:
        super().__init__()
        tok2vec = nlp.get_pipe("tok2vec").model
        self.embed = tuple(embed)
        self.maxouts = [node for node in tok2vec.walk() if node.name == "maxout"]
        self.norms = [node for node in tok2vec.walk() if node.name == "layernorm"]
        start = np.concatenate([table.get_param("E") for table in self.embed])
        self.table = nn.Parameter(torch.tensor(start))
        self.weights = nn.ParameterList([torch.tensor(m.get_param("W")) for m in self.maxouts])
        self.biases = nn.ParameterList([torch.tensor(m.get_param("b")) for m in self.maxouts])
        self.gains = nn.ParameterList([torch.tensor(n.get_param("G")) for n in self.norms])
        self.shifts = nn.ParameterList([torch.tensor(n.get_param("b")) for n in self.norms])
        self.guess = nn.Linear(tok2vec.get_dim("nO"), vocabulary)
        nn.init.normal_(self.guess.weight, std=0.02)

    def layer(self, i: int, x: torch.Tensor) -> torch.Tensor:
        """Maxout of three pieces, then layer norm."""
        out, pieces, inside = self.weights[i].shape
        y = nn.functional.linear(x, self.weights[i].view(out * pieces, inside), self.biases[i].view(-1))
        y = y.view(-1, out, pieces).amax(dim=2)
        return nn.functional.layer_norm(y, (out,), self.gains[i], self.shifts[i], eps=1e-8)

    def forward(self, rows, places, blank, gaps, guess, targets) -> torch.Tensor:  # noqa: ANN001
        """Return the mean cross-entropy of the guesses."""
        n, attributes, _ = rows.shape
        own = nn.functional.embedding_bag(rows.view(n * attributes, -1), self.table, mode="sum")
        raw = own.view(n, -1)
        own = self.layer(0, torch.cat([raw, raw.new_zeros(1, raw.shape[1])]))
        x = own[torch.where(blank, n, places)]
        x = torch.where(gaps[:, None], torch.zeros_like(x), x)
        for i in range(1, len(self.weights)):
            edge = x.new_zeros(1, x.shape[1])
            around = torch.cat([torch.cat([edge, x[:-1]]), x, torch.cat([x[1:], edge])], dim=1)
            x = x + self.layer(i, around)
        return nn.functional.cross_entropy(self.guess(x[guess]), targets)

    def give_back(self) -> None:
        """Write the weights into the spaCy model that they came from."""
        at = 0
        table = self.table.detach().numpy()
        for node in self.embed:
            size = node.get_dim("nV")
            node.set_param("E", table[at : at + size].copy())
            at += size
        for i, node in enumerate(self.maxouts):
            node.set_param("W", self.weights[i].detach().numpy().copy())
            node.set_param("b", self.biases[i].detach().numpy().copy())
        for i, node in enumerate(self.norms):
            node.set_param("G", self.gains[i].detach().numpy().copy())
            node.set_param("b", self.shifts[i].detach().numpy().copy())
