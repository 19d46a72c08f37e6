"""The story is told once for all tests of the contract."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.program import Program

from . import studying
from .story import Story, compete, count, prepare


@pytest.fixture(scope="package")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    program = Program(tmp_path_factory.mktemp("contract"))
    # Two starts at once on the same empty database: one migrates it, the other waits.
    server, second = program.serve("--workers", "1"), program.serve("--workers", "2")
    loaded = program.start_forking()
    try:
        server.wait_until_ready()
        second.wait_until_ready()
        story = Story(program, loaded, server, second.stop(), second.log.read_text())
        prepare(story)
        compete(story)
        count(story)
        studying.study(story)
        yield story
    finally:
        for process in (server.process, second.process, loaded):
            process.kill()
            process.wait()
