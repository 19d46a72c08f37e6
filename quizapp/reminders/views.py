"""The settings of reminders, the devices that get them, and the link that turns them off."""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user

from .. import clock
from ..accounts.gate import public, ticketed
from ..accounts.sessions import device_of
from . import push, queries, services
from .addresses import base_address, member_of
from .forms import SettingForm
from .push_key import load_key

blueprint = Blueprint("reminders", __name__, template_folder="templates")


def _can_email() -> bool:
    """Whether this installation sends letters at all."""
    return bool(current_app.config["QUIZAPP"].mail_url and base_address())


@blueprint.route("/account/reminders", methods=["GET", "POST"])
def edit_settings() -> Any:
    """What I want to be reminded of, and how."""
    may_email = _can_email() and bool(current_user.email)
    if request.method == "POST":
        form = SettingForm()
        if form.validate():
            services.choose(current_user.id, form.choices(may_email), clock.now())
            flash(_("Đã lưu cách nhắc việc."), "success")
            return redirect(url_for(".edit_settings"))
    else:
        form = SettingForm.of(queries.find_setting(current_user.id))
    return render_template(
        "reminders/edit_settings.html",
        form=form,
        may_email=may_email,
        can_email=_can_email(),
        devices=queries.list_devices(current_user.id),
        push_key=load_key(current_app.config["QUIZAPP"].instance)[2],
    )


@blueprint.put("/account/reminders/devices")
def add_device() -> Response:
    """Send notifications to the browser that asks."""
    sent = request.get_json(silent=True)
    told: dict[str, Any] = sent if isinstance(sent, dict) else {}
    device = push.check_device(told.get("endpoint"), told.get("public_key"), told.get("secret"))
    services.add_device(current_user.id, *device, device_of(request.user_agent.string), clock.now())
    flash(_("Thiết bị này sẽ nhận nhắc việc."), "success")
    return jsonify(is_on=True)


@blueprint.post("/account/reminders/devices/<id:device_id>/removal")
def remove_device(device_id: int) -> Any:
    """Send nothing there any more."""
    services.remove_device(current_user.id, device_id, clock.now())
    flash(_("Thiết bị đó không còn nhận nhắc việc."), "success")
    return redirect(url_for(".edit_settings"))


@blueprint.get("/reminders/unsubscription/<token>")
@ticketed
def show_unsubscription(token: str) -> str:
    """No more letters: the tap on the link is the whole of it. Who did not mean it taps once more."""
    if request.method == "GET":
        services.turn_email(member_of(token), False, clock.now())
    return render_template("reminders/show_unsubscription.html", token=token, is_on=False)


@blueprint.post("/reminders/unsubscription/<token>")
@ticketed
def unsubscribe(token: str) -> str:
    """The same for mail programs with a button of their own."""
    services.turn_email(member_of(token), False, clock.now())
    return render_template("reminders/show_unsubscription.html", token=token, is_on=False)


@blueprint.post("/reminders/unsubscription/<token>/removal")
@ticketed
def subscribe_again(token: str) -> str:
    """It was not meant."""
    services.turn_email(member_of(token), True, clock.now())
    return render_template("reminders/show_unsubscription.html", token=token, is_on=True)


@blueprint.get("/reminders/service-worker.js")
@public
def show_service_worker() -> Response:
    """The script that shows notifications."""
    response = make_response(render_template("reminders/service-worker.js", title=_("Học tập nghị quyết")))
    response.headers["Content-Type"] = "text/javascript; charset=utf-8"
    response.headers["Cache-Control"] = "no-cache"
    return response


@blueprint.get("/manifest.webmanifest")
@public
def show_manifest() -> Response:
    """What a phone needs to put the site on its home screen: only from there does an iPhone take notifications."""
    static_url: Any = current_app.jinja_env.globals["static_url"]
    icon = {"src": static_url("favicon.svg"), "sizes": "any", "type": "image/svg+xml"}
    about = {"name": _("Học tập nghị quyết"), "start_url": "/", "display": "standalone", "icons": [icon]}
    response = jsonify(about)
    response.headers["Content-Type"] = "application/manifest+json"
    return response
