"""What a route needs from the application: the workspace and the jobs."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from service.api.jobs import Jobs
from service.workspace import Workspace


def _workspace(request: Request) -> Workspace:
    found: Workspace = request.app.state.workspace
    return found


def _jobs(request: Request) -> Jobs:
    found: Jobs = request.app.state.jobs
    return found


CurrentWorkspace = Annotated[Workspace, Depends(_workspace)]
CurrentJobs = Annotated[Jobs, Depends(_jobs)]
