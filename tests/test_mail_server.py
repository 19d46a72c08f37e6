import pytest

from quizapp.mail_server import read_mail_server


def test_all_of_it_is_read():
    server = read_mail_server("smtps://nhac%40example.vn:m%40t%2Fkhau@mail.example.vn:465?from=nhac-viec@example.vn")
    assert (server.host, server.port, server.is_encrypted) == ("mail.example.vn", 465, True)
    assert (server.user, server.password, server.sender) == ("nhac@example.vn", "m@t/khau", "nhac-viec@example.vn")


def test_ports_and_senders_have_defaults():
    assert read_mail_server("smtp://mail.example.vn").port == 25
    assert read_mail_server("smtps://mail.example.vn").port == 465
    assert read_mail_server("smtp://mail.example.vn").sender == "quizapp@mail.example.vn"
    assert read_mail_server("smtp://nhac%40x.vn:p@mail.example.vn").sender == "nhac@x.vn"


@pytest.mark.parametrize(
    "url",
    [
        "smtp://mail.example.vn/path",
        "smtp://:password@mail.example.vn",
        "smtp://mail.example.vn?to=x@y.vn",
        "smtp://mail.example.vn?from=nobody",
        "smtp://mail.example.vn?from=a@b.vn,c@d.vn",
    ],
)
def test_what_cannot_be_meant_is_refused(url):
    with pytest.raises(ValueError, match=r"from=|name|address"):
        read_mail_server(url)


def test_password_leaves_this_machine_only_encrypted():
    assert read_mail_server("smtp://a:b@mail.example.vn").needs_encryption
    assert not read_mail_server("smtp://a:b@127.0.0.1").needs_encryption
    assert not read_mail_server("smtp://mail.example.vn").needs_encryption
