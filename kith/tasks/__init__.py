"""Tasks: what the operator rewards people for, from a budget: a profile that says something, seven days of checking in,
a group that answers, a friend who stays. None of them rewards spending.

A **programme** switches one kind on for a while: `running` ⇄ `paused` → `stopped` | `over`. It is stopped by the
operator and over when its time is; what is left of its budget goes back then.

The rules, over facts that are kept where they belong, looked up when somebody looks or collects:
- `profile`: a photo, a few words, an interest. Nobody has to say a gender.
- `check_in`: seven days in Beijing one after the other, since the day on which the programme began. A day that was
  missed begins anew; a run that was once complete stays so.
- `welcome`: in a group that the person joined since then and did not make, three members who had been there before say
  something within a day of the person's first words. Two on one device are one, and nobody welcomes themself.
- `friend`: somebody joined by the person's link since then, and was here on five of the thirteen days after that of
  joining. Never on a device of the person's.

What always holds:
- A reward is paid once: for each programme and telephone number, also when its owner leaves and joins again. For a
  friend it is the friend's number that counts. What was done before it was collected may be undone afterwards.
- A reward is paid by the transaction that writes it down, under the lock of the programme's row, which comes before the
  ledger's locks. What is not in the budget is not promised: whoever comes too late is told that all are used up.
- Of a person's coming and going only what an invitation needs is kept: a bit for each of fourteen days.
- The inviter learns that a friend joined and that the friend stays, and not how often the friend is here.
"""

from kith.tasks.audit import audit
from kith.tasks.check_in import check_in
from kith.tasks.collect import collect
from kith.tasks.exported import exported
from kith.tasks.forget_person import forget_person
from kith.tasks.list_programmes import list_programmes
from kith.tasks.list_tasks import list_tasks
from kith.tasks.note_arrival import note_arrival
from kith.tasks.note_seen import note_seen
from kith.tasks.pause import pause
from kith.tasks.policy import Policy
from kith.tasks.programme import (
    BadProgramme,
    Kind,
    KindRunning,
    NewProgramme,
    Programme,
    ProgrammeDiffers,
    ProgrammeId,
    TaskNotFound,
    TaskOver,
)
from kith.tasks.report import report
from kith.tasks.resume import resume
from kith.tasks.standing import Report, Standing, table
from kith.tasks.start import start
from kith.tasks.stop import stop
from kith.tasks.view_invite import view_invite

__all__ = [
    "BadProgramme",
    "Kind",
    "KindRunning",
    "NewProgramme",
    "Policy",
    "Programme",
    "ProgrammeDiffers",
    "ProgrammeId",
    "Report",
    "Standing",
    "TaskNotFound",
    "TaskOver",
    "audit",
    "check_in",
    "collect",
    "exported",
    "forget_person",
    "list_programmes",
    "list_tasks",
    "note_arrival",
    "note_seen",
    "pause",
    "report",
    "resume",
    "start",
    "stop",
    "table",
    "view_invite",
]
