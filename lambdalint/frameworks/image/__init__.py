"""Container images whose Dockerfile is in the project: the handler they start, their code and their environment.

A Dockerfile is followed instruction by instruction (`stages`). The command says which handler runs (`command`), what is
copied says which folders of the project its modules come from (`layout`), and `build` puts both into the function.
"""

from lambdalint.frameworks.image.build import Build, built
from lambdalint.frameworks.image.stages import Command

__all__ = ["Build", "Command", "built"]
