"""What chat should do, said once more and simply: sets, counts and lists, and no database."""

from collections import defaultdict

from kith import people

Person = people.PersonId
Pair = frozenset[Person]


class Model:
    """Ties, the conversations of pairs, and one open group. Each deed answers with a refusal's code, or nothing."""

    def __init__(self, owner: Person, greeting_messages: int) -> None:
        self.follows: set[tuple[Person, Person]] = set()
        self.blocks: set[tuple[Person, Person]] = set()
        self.shut: set[Person] = set()
        self.written: dict[tuple[Pair, Person], int] = defaultdict(int)
        self.boxes: dict[tuple[Person, Person], str] = {}
        """Of a person the conversation with another."""
        self.read: dict[tuple[Pair, Person], int] = defaultdict(int)
        self.last: dict[Pair, int] = defaultdict(int)
        self.members: dict[Person, tuple[int, int]] = {owner: (0, 1)}
        """Of each the last message before joining, and the last one read; the longest a member first."""
        self.owner: Person | None = owner
        self.removed: set[Person] = set()
        self.said = ["created"]
        self._most = greeting_messages

    def do(self, deed: str, one: Person, other: Person) -> str:
        """Do one deed."""
        return getattr(self, f"_{deed}")(one, other) or ""

    def boxes_of(self, who: Person) -> dict[Person, str]:
        """Where a person's conversations with others are shown."""
        return {other: box for (mine, other), box in self.boxes.items() if mine == who and box != "nowhere"}

    def unread(self, who: Person) -> tuple[int, int]:
        """In chats and greetings."""
        counted = {"chats": 0, "greetings": 0}
        for other, box in self.boxes_of(who).items():
            pair = frozenset((who, other))
            counted[box] += self.last[pair] - self.read[pair, who]
        if who in self.members:
            counted["chats"] += len(self.said) - self.members[who][1]
        return counted["chats"], counted["greetings"]

    def readable(self, who: Person) -> list[str]:
        """What a member reads of the group."""
        return self.said[self.members[who][0] :]

    def _apart(self, one: Person, other: Person) -> bool:
        return (one, other) in self.blocks or (other, one) in self.blocks

    def _friends(self, one: Person, other: Person) -> bool:
        return {(one, other), (other, one)} <= self.follows

    def _follow(self, one: Person, other: Person) -> str:
        if self._apart(one, other):
            return "person_not_found"
        self.follows.add((one, other))
        if self._friends(one, other):
            for who, whom in ((one, other), (other, one)):
                if self.boxes.get((who, whom)) == "greetings":
                    self.boxes[who, whom] = "chats"
        return ""

    def _unfollow(self, one: Person, other: Person) -> None:
        self.follows.discard((one, other))

    def _block(self, one: Person, other: Person) -> None:
        if (one, other) in self.blocks:
            return
        self.blocks.add((one, other))
        self.follows -= {(one, other), (other, one)}
        if (one, other) in self.boxes:
            self.boxes[one, other] = "nowhere"

    def _unblock(self, one: Person, other: Person) -> None:
        self.blocks.discard((one, other))

    def _shut(self, one: Person, _: Person) -> None:
        self.shut.add(one)

    def _open(self, one: Person, _: Person) -> None:
        self.shut.discard(one)

    def _write(self, one: Person, other: Person) -> str:
        if self._apart(one, other):
            return "person_not_found"
        pair = frozenset((one, other))
        greeting = not self.written[pair, other] and not self._friends(one, other)
        if greeting and other in self.shut:
            return "friends_may_write"
        if greeting and self.written[pair, one] >= self._most:
            return "greeting_unanswered"
        self.written[pair, one] += 1
        self.last[pair] += 1
        self.read[pair, one] = self.last[pair]
        self.boxes[one, other] = "chats"
        if not greeting or self.boxes.get((other, one)) != "chats":
            self.boxes[other, one] = "greetings" if greeting else "chats"
        return ""

    def _read(self, one: Person, other: Person) -> str:
        pair = frozenset((one, other))
        if not self.last[pair]:
            return "conversation_not_found"
        self.read[pair, one] = self.last[pair]
        return ""

    def _join(self, one: Person, _: Person) -> str:
        if not self.members:
            return "group_not_found"
        if one in self.removed:
            return "not_let_in"
        if one not in self.members:
            self._note("joined")
            self.members[one] = (len(self.said) - 1, len(self.said))
        return ""

    def _leave(self, one: Person, _: Person) -> None:
        if one in self.members:
            self._go(one, "left", None)

    def _remove(self, one: Person, other: Person) -> str:
        if one not in self.members:
            return "group_not_found"
        if other not in self.members:
            return "member_not_found"
        if one != self.owner:
            return "role_needed"
        self._go(other, "removed", one)
        self.removed.add(other)
        return ""

    def _say(self, one: Person, _: Person) -> str:
        if one not in self.members:
            return "conversation_not_found"
        self.said.append("Hello")
        self.members[one] = (self.members[one][0], len(self.said))
        return ""

    def _go(self, one: Person, what: str, by: Person | None) -> None:
        del self.members[one]
        if not self.members:
            self.owner = None
            return
        self._note(what, by)
        if one == self.owner:
            self.owner = next(iter(self.members))
            self._note("handed_over")

    def _note(self, what: str, by: Person | None = None) -> None:
        """Whoever noted it has read it, having read all before."""
        self.said.append(what)
        if by in self.members and self.members[by][1] == len(self.said) - 1:
            self.members[by] = (self.members[by][0], len(self.said))
