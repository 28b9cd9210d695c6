"""What nobody would type, and what somebody surely will: texts, methods, kinds of bodies, headers, broken JSON."""

from tests.web.conftest import NUMBER

TEXTS = (
    "", " ", "0", "-1", "1", "9" * 40, "1e400", "NaN", "Infinity", "null", "true", "None", "[]", "２０２４", "²",
    "2024-02-05", "2024-02-30", "9999-12-31", "0000-00-00", "0001-01-01", "-0001-01-01", "2024-02-05T10:00",
    "<script>alert(1)</script>", "\"><script>alert(1)</script>", "'; DROP TABLE cases; --", "{{7*7}}", "{% raw %}", "${7*7}",
    "=1+1", "%s%n", "../../etc/passwd", "..\\..\\x", "//evil.example", "javascript:alert(1)", "a\r\nSet-Cookie: x=1",
    "\x00", "a\x00b", "\x1b[2J", "\x7f", "\u202eabc", "\u2028", "\ufeff", "\ufffe", "𬭎", "👨‍👩‍👧", "e\u0301" * 40, "\ud800", "\udfff\ud800",
    "a" * 300, "码" * 5000, "579.22", "579.225", "-579.22", "1/0", "0x10", "1_000", "on", "是",
    NUMBER, NUMBER.lower(), f"{NUMBER} ", "WF-510105-2023-9999", "planning", "case", "grant", "accept", "decision",
    "planning_chief", "admin", "D-2024-000001", "510105", "510199190001010014", "d_grade_rebuild",
)  # fmt: skip
TEXTS += ("<script>alert(1)</script>",) * 6  # every place that sends something back should hear it
LIKELY = {
    "number": (NUMBER,),
    "clock": ("decision", "posting"),
    "run": ("1", "0", "2"),
    "user": ("planning_chief", "window", "admin"),
    "name": ("cases", "planning_chief"),
    "rest": ("",),
}
ODD_QUERIES = ("&&&==", "%", "%zz=%zz", "a=1&" * 500, "=" * 3000, "a[]=1&a[b]=2", "%00=%00")
METHODS = (
    "GET",
    "POST",
    "HEAD",
    "PUT",
    "PATCH",
    "DELETE",
    "OPTIONS",
    "TRACE",
    "QUERY",
    "get",
    "X" * 40,
)
FORM = b"application/x-www-form-urlencoded"
KINDS = (
    FORM, b"", b"application/json", b"text/plain", b"multipart/form-data", b"multipart/form-data; boundary=",
    b"multipart/form-data; boundary=\xff", b"application/json; charset=utf-16", b"application/json; charset=nonesuch",
    b"application/x-www-form-urlencoded; charset=utf-7", b"text/html;;;=", b"*/*", b"\xe7\xa0\x81",
)  # fmt: skip
ODD_HEADERS = (
    (b"accept-language", b"en;q=zz, *;q=-1"), (b"accept", b"\xff\xfe"), (b"range", b"bytes=9-1,-,0-0"), (b"if-none-match", b'W/"' + b"a" * 4000),
    (b"if-modified-since", b"yesterday"), (b"content-length", b"-1"), (b"content-length", b"9" * 30), (b"content-length", b"\xb2"),
    (b"cookie", b"rebuild=\xff; rebuild=; language=en; large=1; =;;"), (b"cookie", b"a=" * 500), (b"cookie", b"language=en; contrast=1"),
    (b"host", b"evil.example"), (b"host", b"[::1"), (b"host", b""), (b"origin", b"null"), (b"origin", b"http://["), (b"origin", b"http://testserver"),
    (b"referer", b"//["), (b"sec-fetch-site", b"cross-site"), (b"x-forwarded-for", b"1.2.3.4, \xff"), (b"forwarded", b"for=\"_"),
    (b"hx-request", b"true"), (b"hx-current-path", b"//evil.example"), (b"x-csrf", b"\xff"), (b"authorization", b"Bearer \xff"), (b"authorization", b"Basic x"),
    (b"idempotency-key", b"\xff" * 300), (b"transfer-encoding", b"chunked"), (b"expect", b"100-continue"), (b"upgrade", b"websocket"), (b"user-agent", b"a" * 9000),
)  # fmt: skip
BAD_JSON = (
    b"", b"{", b"null", b"[]", b'"x"', b"1", b"{}{}",
    b"[" * 5_000, b'{"answers":' * 3_000 + b"1" + b"}" * 3_000, b'{"answers":' + b"[" * 900 + b"]" * 900 + b"}",
    b"\xff\xfe{\x00}\x00", b'\xef\xbb\xbf{"answers":{}}', b'{"answers":{"x":"\xed\xa0\x80"}}', b'{"answers":{"x":"\\ud800"}}',
    b'{"seen":' + b"9" * 5_000 + b"}", b'{"run":1e999}', b'{"answers":{"a":1,"a":2}}', b"\x00" * 50,
    b'{"answers":{' + b",".join(b'"k%d":1' % each for each in range(2_000)) + b"}}",
)  # fmt: skip
