"""Chat: what people say to each other, two by two and in groups.

A conversation has numbered messages. What a stranger writes waits among the *greetings* until it is answered; friends
get straight through to each other, and whoever wants that lets only friends write.

What always holds:
- The numbers (`seq`) of a conversation's messages follow each other without a gap. `revision` counts every change, and
  each message carries that of its last: whoever asks for what came after a revision gets all that changed since, each
  message once, in its latest form.
- A message has an id that its client made. Sent twice it is one message; nothing of a refused one is kept.
- A member has read up to one number, and what is unread is the difference to the last: it is counted, never kept.
- A card shows something of another capability: it has its kind and its id and nothing else, and each side looks the
  thing up for itself. Its revision moves when something changed that both may know of, and at no other time.
- A group has one owner as long as it has members. Who joins sees what is said from then on; who left or was removed
  reads and writes nothing in it.
- Where a group stands is an area, and who made it is not kept: it outlives a position by years, and tells of nobody
  where he or she was.
- Two between whom a block stands write nothing to each other, and a block waits for what is being said. In a group that
  both are in everything goes on as before, and nothing in it tells that there is a block.
- Who is not a member of a conversation learns nothing of it, not even whether it exists.
- Conversations are held in one order, after everything else that a deed holds but events.
"""

from kith.chat.activity import GroupActivity
from kith.chat.answer_request import answer_request
from kith.chat.append import append
from kith.chat.channels import Channels
from kith.chat.conversation import INBOX, PREFIX, Conversation, ConversationId, ConversationNotFound, pair_id
from kith.chat.create_group import create_group
from kith.chat.due import Unheard
from kith.chat.exported import exported, exported_pictures
from kith.chat.floor import FriendsMayWrite, GreetingUnanswered, Saying, saying_of
from kith.chat.forget_person import forget_person
from kith.chat.group import GroupNotFound, Joining, NewGroup
from kith.chat.join_group import join_group
from kith.chat.keep_apart import keep_apart
from kith.chat.last_moves import last_moves
from kith.chat.last_revisions import last_revisions
from kith.chat.let_through import let_through
from kith.chat.list_activity import list_activity
from kith.chat.list_chats import list_chats
from kith.chat.list_welcomes import list_welcomes
from kith.chat.live_policy import LivePolicy
from kith.chat.message import Message, MessageDiffers, MessageId, NewMessage, NothingSaid
from kith.chat.move_card import move_card
from kith.chat.move_card_in import move_card_in
from kith.chat.open_pair import open_pair
from kith.chat.policy import Policy
from kith.chat.post_card import post_card
from kith.chat.post_card_in import post_card_in
from kith.chat.quote import quote
from kith.chat.read_messages import read_messages
from kith.chat.see_conversation import see_conversation
from kith.chat.sending import Sending
from kith.chat.show_progress import show_progress
from kith.chat.take_due import take_due
from kith.chat.taking_part import taking_part
from kith.chat.unheard import unheard
from kith.chat.welcome import Welcome
from kith.chat.words import WordsNotAllowed, check_words
from kith.chat.writing import TooManyGreetings, TooManyMessages

__all__ = [
    "INBOX",
    "PREFIX",
    "Channels",
    "Conversation",
    "ConversationId",
    "ConversationNotFound",
    "FriendsMayWrite",
    "GreetingUnanswered",
    "GroupActivity",
    "GroupNotFound",
    "Joining",
    "LivePolicy",
    "Message",
    "MessageDiffers",
    "MessageId",
    "NewGroup",
    "NewMessage",
    "NothingSaid",
    "Policy",
    "Saying",
    "Sending",
    "TooManyGreetings",
    "TooManyMessages",
    "Unheard",
    "Welcome",
    "WordsNotAllowed",
    "answer_request",
    "append",
    "check_words",
    "create_group",
    "exported",
    "exported_pictures",
    "forget_person",
    "join_group",
    "keep_apart",
    "last_moves",
    "last_revisions",
    "let_through",
    "list_activity",
    "list_chats",
    "list_welcomes",
    "move_card",
    "move_card_in",
    "open_pair",
    "pair_id",
    "post_card",
    "post_card_in",
    "quote",
    "read_messages",
    "saying_of",
    "see_conversation",
    "show_progress",
    "take_due",
    "taking_part",
    "unheard",
]
