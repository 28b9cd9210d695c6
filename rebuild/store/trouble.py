"""What the database says when it refuses, in the words of the office."""

from rebuild.errors import Conflict, InputError, RebuildError, StoreError

# SQLite's primary result codes; the extended ones carry more in the higher bits.
_SQLITE = {
    5: "数据库正被其他程序占用，请稍后再试；如持续出现，请检查是否有备份或其他程序长时间占用数据库",
    6: "数据库正被其他程序占用，请稍后再试；如持续出现，请检查是否有备份或其他程序长时间占用数据库",
    8: "数据库为只读，无法保存，请检查数据库文件及其所在目录的写权限",
    10: "读写磁盘时出错，本次操作未保存，请检查磁盘",
    11: "数据库文件已损坏，请停止办理并从备份恢复",
    13: "磁盘空间已满，本次操作未保存，请清理磁盘后重试",
    14: "无法打开数据库文件，请检查路径与权限；首次使用请先运行 rebuild init",
    26: "该文件不是本系统的数据库，请检查数据库设置",
}
_POSTGRESQL = {
    "25006": "数据库为只读，无法保存，请联系数据库管理员",
    "28P01": "数据库拒绝登录，请检查数据库地址中的用户名和密码",
    "3D000": "数据库不存在，请先由管理员建立数据库，再运行 rebuild init",
    "42501": "数据库用户没有所需的权限，请联系数据库管理员",
    "42P01": "数据库中缺少数据表，请先运行 rebuild init",
    "40001": "与他人的操作同时发生，本次操作未保存，请重试",
    "40P01": "与他人的操作同时发生，本次操作未保存，请重试",
    "53100": "数据库服务器磁盘空间已满，本次操作未保存，请联系管理员",
    "53300": "数据库连接数已满，请稍后再试",
    "55P03": "数据库正被其他程序占用，请稍后再试；如持续出现，请联系管理员",
    "57P01": "数据库服务器正在关闭，本次操作未保存，请稍后再试",
    "57P03": "数据库服务器正在启动，请稍后再试",
}
_POSTGRESQL_SAME_KEY = "23505"
_POSTGRESQL_TRIGGER = "23001"
_SQLITE_CONSTRAINT = 19


def in_our_words(error: BaseException) -> RebuildError:
    """The error of ours that tells of a database driver's error; to be raised from it."""
    code = getattr(error, "sqlite_errorcode", None) or getattr(error, "sqlstate", None)
    if isinstance(code, int) and code & 0xFF == _SQLITE_CONSTRAINT:
        # The wheel's driver gives no extended code, only words; a trigger speaks its own.
        code = _POSTGRESQL_SAME_KEY if "UNIQUE constraint failed" in str(error) else code
        code = code if "constraint failed" in str(error) else _POSTGRESQL_TRIGGER
    if code == _POSTGRESQL_SAME_KEY:
        return Conflict("同一记录已由他人保存，请刷新后核对")
    if code == _POSTGRESQL_TRIGGER:
        return StoreError("该记录只能追加，数据库拒绝更改或删除")
    if isinstance(code, int):
        known = _SQLITE.get(code & 0xFF)
        if code == 1 and "no such table" in str(error):
            known = _POSTGRESQL["42P01"]
    elif isinstance(error, UnicodeDecodeError):
        known = _SQLITE[11]
    else:
        if code is None and "NUL (0x00)" in str(error):  # the driver refuses it, before the server
            return InputError("所填内容", "含有无法保存的空字符", "请删去后重新输入")
        known = _POSTGRESQL.get(code or "")
        if known is None and connection_lost(error):
            known = "无法连接数据库服务器，请检查网络与数据库设置"
    return StoreError(known or f"数据库出错，本次操作未保存：{error}")


def connection_lost(error: BaseException) -> bool:
    """Whether a PostgreSQL connection can no longer be used."""
    code = getattr(error, "sqlstate", None)
    if code is None:
        return type(error).__name__ in {"OperationalError", "InterfaceError"}
    return str(code).startswith(("08", "57P"))


BUSY = _SQLITE[5]
UNCERTAIN = "提交时与数据库的连接中断，不能确定本次操作是否已保存，请原样重试一次，系统不会重复办理"
