"""What of a function's body runs, how often, and what it leaves in containers."""

from __future__ import annotations

from msgspec import Struct, field

from lambdalint.frameworks.programs.evaluation import Runner, evaluate
from lambdalint.frameworks.programs.frames import Body, Frame
from lambdalint.frameworks.programs.operators import truth
from lambdalint.frameworks.programs.values import HIDDEN, Thing, Unknown
from lambdalint.model.module import Context, Module
from lambdalint.model.value import Value


class Flow(Struct, frozen=True):
    """Answers from the facts of a program's modules."""

    run: Runner
    _bodies: dict[str, Body] = field(default_factory=dict)

    def body(self, module: Module) -> Body:
        """The facts of a module, sorted."""
        if module.key not in self._bodies:
            self._bodies[module.key] = Body.of(module)
        return self._bodies[module.key]

    def filled(self, held: Thing, container: Value, frame: Frame) -> Thing:
        """A dict with what is put into it through its name."""
        puts = self.body(frame.module).items.get((frame.function, container), []) if isinstance(held, dict) else []
        if not puts:
            return held
        filled = dict(held)
        for put in puts:
            runs = self.holds(put.context, frame)
            if runs is False:
                continue
            known = runs and not put.context.loops
            value = evaluate(self.run, put.value, frame) if known else Unknown("**")
            key = evaluate(self.run, put.key, frame) if known and put.key is not None else None
            if put.unless_there and isinstance(key, str) and (key in filled or HIDDEN in filled):
                filled.setdefault(key, Unknown("a default"))
            elif isinstance(key, str):
                filled[key] = value
            else:
                filled.update(value if put.key is None and isinstance(value, dict) else {HIDDEN: Unknown("**")})
        return filled

    def rounds(self, frame: Frame, loop: Value) -> list[Frame] | None:
        """The rounds of a loop over something known; None for any other."""
        if loop not in frame.rounds:
            over = evaluate(self.run, loop, frame)
            if isinstance(over, dict) and HIDDEN not in over:
                over = list(over)
            if not isinstance(over, list):
                return None
            frame.rounds[loop] = [frame.round(loop, one) for one in over]
        return frame.rounds[loop]

    def round(self, frame: Frame, loops: tuple[Value, ...]) -> Frame | None:
        """The round that stands in these loops: the one we are in, or the last."""
        found = frame.within(loops)
        while found is not None and len(found.loops) < len(loops):
            rounds = self.rounds(found, loops[len(found.loops)])
            found = rounds[-1] if rounds else None
        return found

    def holds(self, context: Context, frame: Frame) -> bool | None:
        """Whether code runs; None when only the running program knows."""
        answer: bool | None = True
        for condition in context.conditions:
            known = truth(evaluate(self.run, condition.test, frame))
            if known is None:
                answer = None
            elif known is not condition.holds:
                return False
        return answer

    def looped(self, frame: Frame, loop: Value) -> list[Frame]:
        """The rounds of a loop; a single one over nothing known, so that what it makes is seen at all."""
        rounds = self.rounds(frame, loop)
        if rounds is None:
            rounds = frame.rounds[loop] = [frame.round(loop, Unknown("an element"), unsure=True)]
        return rounds
