"""The result of a run as JUnit XML, which CI servers show: a suite a dataset, a test a case, and a test a finding.

A wrong reply that was right in the baseline is a failure; one that was wrong before too is skipped, as a known failure;
without a baseline every wrong reply is a failure. A case without a verdict is an error.
"""

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from evals.outcome import Outcome
from evals.report.view import View

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render_junit(views: Sequence[View]) -> str:
    """Return the XML document."""
    root = Element("testsuites", name="footnote eval")
    for view in views:
        _add_suite(root, view)
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _add_suite(root: Element, view: View) -> None:
    suite = SubElement(root, "testsuite", name=f"footnote eval {view.part.dataset}")
    comparison = view.gate.comparison
    new = set(comparison.new) if comparison else {outcome.case_id for outcome in view.part.outcomes}
    lost = {flip.after.case_id for flip in comparison.flips if flip.lost} if comparison else set()
    for outcome in view.part.outcomes:
        test = SubElement(suite, "testcase", classname=f"{view.part.dataset}.{outcome.article}", name=outcome.case_id)
        if outcome.latency_ms is not None:
            test.set("time", f"{outcome.latency_ms / 1000:.4f}")
        _tell(test, outcome, is_known=outcome.case_id not in new | lost)
    for finding in view.gate.findings:
        test = SubElement(suite, "testcase", classname=f"{view.part.dataset}.gate", name=finding.name)
        if not finding.passed:
            SubElement(test, "failure", message=_clean(finding.text))
    for name, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(sum(1 for _ in suite.iter(tag))))


def _tell(test: Element, outcome: Outcome, *, is_known: bool) -> None:
    if outcome.error is not None:
        SubElement(test, "error", message=_clean(outcome.error)).text = _clean(outcome.question)
    elif not outcome.right:
        kind = "skipped" if is_known else "failure"
        message = f"{outcome.verdict}, as in the baseline" if is_known else str(outcome.verdict)
        answer = outcome.shown.answer if outcome.shown else ""
        SubElement(test, kind, message=message).text = _clean(f"{outcome.question}\n{answer}")


def _clean(text: str) -> str:
    """A text without what XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
