"""Every construct that Python's grammar has, for tests of what reads syntax trees."""

import libcst as cst

CONSTRUCTS = '''\
# -*- coding: utf-8 -*-
"""Docstring."""
from __future__ import annotations
import a, b.c as d
from . import e
from ..f.g import (h as i, j,)
from k import *
global l, m
x = y = 1; z = 2.0; w = 3j; ...
x: int
x: list[int] = [1, *y]
x += 1
x, *y = (z := 1), "a" 'b' f"c"
del x, (y.a), y[0]
assert x, "message"
pass
if x: pass
elif y: pass
elif z:
    pass
else: pass
for i, (j, k) in x.items():
    if i: continue
    break
else:
    pass
while not x and -y or +z: pass
else:
    x = ~y
try:
    raise
except (A, B) as e:
    raise C from e
except D:
    pass
except:
    raise E(1)
else:
    pass
finally:
    pass
try: pass
except* F as e: pass
with open(x) as f, g: pass
with (open(x) as f, g as (h, i),): pass
match x:
    case 1 | -2 | 3 + 4j | "s" if y: pass
    case None | True: pass
    case [a, *b, _] | (c, *_): pass
    case {"k": v, K.L: 1, **rest}: pass
    case {}: pass
    case P(1, k=Q(y=z)) as p: pass
    case (1 as q): pass
    case a.b.c: pass
    case _: pass
@decorator
@other(1)

class Class[T: int, *Ts, **P](Base, *bases, metaclass=M, **kw):
    """Docstring."""
    a: int = 1
    def method(self, a, /, b: int = 1, *args: int, c, d=2, **kwargs) -> str:
        nonlocal e
        return self
    async def coroutine(): return await x
    async def generator[U = int](*, a):
        async with x as y: pass
        async for i in y: yield i
        yield
        yield from z
        return [i async for i in y if i if j for k in l]
type Alias[T] = list[T]
x = lambda: 1
x = lambda a, /, b=2, *args, c, d=3, **kwargs: (a, b)
x = lambda *, a: a
x = {**a, "b": 1, 2: 3}, {1, *b}, [], (), {}
x = {a: b for a, b in c}, {a for a in b}, (a for a in b), [a for a in b]
x = a if b else c if d else e
x = a < b <= c != d is not e not in f
x = a ** -b @ c // d % e << f >> g & h ^ i | j
x = a.b.c(d)(e, *f, g=h, **i)[1][2:3, ::4, ...][:, None]
x = a[*b]
x = f"a{b!r:>{c}}d{{e}}{f=}{'g'}" rf'{h}'
x = t"a{b!r:>{c}}d"
x = b"bytes", r"raw" """
multi
line"""
x = (
    a  # comment
    + b
)
x = \\
    1
def f(): return
'''

if hasattr(cst, "LazyImport"):  # Python 3.15, with libcst 1.9
    CONSTRUCTS += """\
lazy import lazily
lazy from lazily import later
x = {**a for a in b}, [*a for a in b]
"""
