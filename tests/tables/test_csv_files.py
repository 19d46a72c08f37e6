import unicodedata

import pytest

from quizapp.errors import Invalid
from quizapp.tables import Limits, Row, decode_text, read_rows
from quizapp.tables.csv_file import sniff_separator
from quizapp.tables.tcvn3 import decode_tcvn3, is_tcvn3_in_disguise

LIST = "Họ và tên,Chức vụ\r\nNguyễn Thị Đượm,Bí thư\r\nLê Hoàng Yến,Phó bí thư chi bộ\r\n"
ROWS = [
    Row(1, "", ("Họ và tên", "Chức vụ")),
    Row(2, "", ("Nguyễn Thị Đượm", "Bí thư")),
    Row(3, "", ("Lê Hoàng Yến", "Phó bí thư chi bộ")),
]


def in_windows_1258(text: str) -> bytes:
    """As Windows types it: letters with their hat or horn, then the tone."""
    letters = []
    for letter in unicodedata.normalize("NFC", text):
        try:
            letters.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            base, tone = unicodedata.normalize("NFD", letter)[:-1], unicodedata.normalize("NFD", letter)[-1]
            if tone not in "\u0300\u0301\u0303\u0309\u0323":
                base, tone = base[0] + tone, base[1]
            letters.append((unicodedata.normalize("NFC", base) + tone).encode("cp1258"))
    return b"".join(letters)


def in_tcvn3(text: str) -> bytes:
    codes = {decode_tcvn3(bytes([byte])): byte for byte in range(0xA1, 0x100)}
    return bytes(codes[letter] if letter in codes else ord(letter) for letter in text)


@pytest.mark.parametrize(
    "content",
    [
        LIST.encode(),
        LIST.encode("utf-8-sig"),
        LIST.encode("utf-16"),
        LIST.encode("utf-16-le"),
        LIST.encode("utf-16-be"),
        LIST.encode("utf-32"),
        in_windows_1258(LIST),
        in_tcvn3(LIST),
        LIST.replace(",", ";").encode(),
        LIST.replace(",", "\t").encode(),
        LIST.replace(",", "|").encode(),
        ("sep=|\r\n" + LIST.replace(",", "|")).encode(),
    ],
    ids=["8", "8-mark", "16-mark", "16le", "16be", "32", "1258", "tcvn3", "semicolon", "tab", "bar", "sep"],
)
def test_list_is_read_whatever_its_encoding_and_separator(content):
    assert [
        Row(row.number, row.sheet, tuple(unicodedata.normalize("NFC", cell) for cell in row.cells))
        for row in read_rows(content, "danh-sach.csv")
    ] == ROWS


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Họ tên\nNguy\ufffdn\n".encode(), "Dòng 2 của tệp “a.csv” có chữ đã bị hỏng"),
        ("日本語のテキスト".encode("shift-jis"), "Không nhận ra bảng mã"),
        ("Élève,Âge\nHélène Muñoz,Früh\n".encode("cp1252"), "Không nhận ra bảng mã"),
        (b"\xff\xfe\x00", "Không nhận ra bảng mã"),
        (b"abc\x00def,1\n", "không phải là tệp chữ"),
    ],
)
def test_unreadable_text_is_refused_by_name(content, words):
    with pytest.raises(Invalid, match=words):
        decode_text(content, "a.csv")


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1;2\n", ";"),
        ("Câu hỏi;A;B\nHà Nội, Huế, Vinh là gì?;x;y\nA, B, C, D?;x;y\n", ";"),
        ("DANH SÁCH, NĂM 2026\n\nHọ tên\tMã\nA\t1\nB\t2\n", "\t"),
        ('"a;b;c",1\n"d;e;f",2\n', ","),
        ("chỉ một cột\nx\n", ","),
    ],
)
def test_separator_is_found(text, separator):
    assert sniff_separator(text) == separator


def test_rows_are_numbered_as_in_the_file_and_blank_ones_left_out():
    content = 'Tiêu đề\n\n,,\nHọ tên,"hai\ndòng"\nA,1\n'.encode()
    assert read_rows(content, "a.csv") == [
        Row(1, "", ("Tiêu đề",)),
        Row(4, "", ("Họ tên", "hai\ndòng")),
        Row(5, "", ("A", "1")),
    ]


def test_quote_that_is_never_closed_is_refused_with_its_row():
    with pytest.raises(Invalid, match="Dòng 3: dấu ngoặc kép"):
        read_rows(b'a,b\n1,2\n"3,4\n5,6\n7,8\n', "a.csv")


@pytest.mark.parametrize("content", [b"", b"  \r\n \r\n", b"\xef\xbb\xbf", b",,,\n,,\n"])
def test_empty_file_is_refused(content):
    with pytest.raises(Invalid, match=r"Tệp “a\.csv” trống"):
        read_rows(content, "a.csv")


def test_limits_of_rows_columns_and_bytes():
    with pytest.raises(Invalid, match="hơn 2 dòng"):
        read_rows(b"a\nb\nc\n", "a.csv", Limits(rows=2))
    with pytest.raises(Invalid, match="hơn 2 cột"):
        read_rows(b"a,b,c\n", "a.csv", Limits(columns=2))
    with pytest.raises(Invalid, match="lớn hơn 0 MB"):
        read_rows(b"a,b,c\n", "a.csv", Limits(file_bytes=5))


def test_tcvn3_inside_unicode_is_noticed():
    typed = in_tcvn3("Nguyễn Văn Đượm Trần Thị Bưởi Đảng ủy").decode("latin-1")
    assert is_tcvn3_in_disguise(typed)
    assert not is_tcvn3_in_disguise("Lê Hoà, Trà Vinh, Cà Mau, Tân Bình, Phú Yên, Hà Nam")
    assert not is_tcvn3_in_disguise("Hélène Muñoz, Früh, Älter, Größe, Çelik")
