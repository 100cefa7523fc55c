"""assistant.threads.*"""

from sandbox.content import refusal
from sandbox.objects import Object
from sandbox.web_api.call import Call, Method

PROMPTS = 4


def set_status(call: Call) -> Object:
    """What the app says it is doing in a thread; empty clears it."""
    channel = call.channel("channel_id")
    thread = call.need("thread_ts")
    status = call.get("status")
    call.workspace.changes.tell("status", channel=channel.id, thread_ts=thread, status=status)
    return {"ok": True}


def set_suggested_prompts(call: Call) -> Object:
    """Up to four prompts a person may pick."""
    channel = call.channel("channel_id")
    prompts = call.objects("prompts", PROMPTS)
    if any(not p.get("title") or not p.get("message") for p in prompts):
        raise refusal("invalid_arguments", ["missing required field: title, message"])
    call.workspace.changes.tell("prompts", channel=channel.id, prompts=prompts)
    return {"ok": True}


METHODS = {
    "assistant.threads.setStatus": Method(set_status, ("chat:write",)),
    "assistant.threads.setSuggestedPrompts": Method(set_suggested_prompts, ("chat:write",)),
}
