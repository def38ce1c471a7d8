"""The conversations that this browser keeps, as an empty frame: the page fills it, no server sees them."""

from __future__ import annotations

from .exports import export_buttons
from .html import clean


def history() -> str:
    """The frame: begin anew, find, rename, delete, and the switch to keep none."""
    return clean(
        '<div class="bar"><button type="button" class="plain" data-new="1">New conversation</button>'
        '<details class="taking"><summary>Export</summary><div class="drawer">'
        f"{export_buttons('This conversation')}"
        '<p class="take"><button type="button" class="small" data-print="1">Print</button></p>'
        '<p class="said" role="status"></p></div></details>'
        '<details class="kept"><summary>Earlier conversations</summary><div class="drawer">'
        '<label class="find">Find <input type="text" data-find="1"></label><ul class="conversations"></ul>'
        '<p class="none note">None is kept.</p><p class="full error" hidden>This browser has no room to keep more.</p>'
        '<label class="keep"><input type="checkbox" data-keep="1"> Keep conversations in this browser</label>'
        '<p class="note">They are kept in this browser only. Switched off, those that were kept are deleted.</p>'
        "</div></details></div>"
    )
