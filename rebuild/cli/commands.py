"""Every command: where its function lives, its one line of help, an example. Imports nothing of ours, so that help is quick."""

from typing import NamedTuple


class Command(NamedTuple):
    """One row; `module` is below rebuild.cli and is imported only when the command is called."""

    module: str
    function: str
    help: str
    example: str


GROUPS = {
    "workflow": "流程定义",
    "case": "案件",
    "clocks": "时限",
    "calendar": "工作日历",
    "document": "文书",
    "ledger": "台账",
    "roster": "业主名册",
    "user": "人员",
}

COMMANDS = {
    "init": Command("office", "init", "新建数据库、密钥和数据目录", "rebuild init"),
    "demo": Command(
        "office",
        "demo",
        "走一遍君平街89号院的全部环节，打印每一份文书",
        "rebuild demo --out demo-out",
    ),
    "serve": Command("serve", "serve", "在浏览器里打开办公桌面", "rebuild serve --port 8000"),
    "doctor": Command(
        "office", "doctor", "检查本机：系统库、字体、数据库、磁盘、逾期时限", "rebuild doctor"
    ),
    "workflow list": Command("workflow", "list_workflows", "列出流程", "rebuild workflow list"),
    "workflow check": Command(
        "workflow", "check", "检查流程定义，一次列出全部错误", "rebuild workflow check"
    ),
    "workflow show": Command(
        "workflow",
        "show",
        "显示一个流程的程序、环节和办理事项",
        "rebuild workflow show d_grade_rebuild",
    ),
    "workflow diagram": Command(
        "workflow",
        "diagram",
        "画流程图",
        "rebuild workflow diagram d_grade_rebuild --format mermaid",
    ),
    "case open": Command("case", "open_case", "立案", "rebuild case open --answers case.yaml"),
    "case list": Command("case", "list_cases", "列出案件", "rebuild case list"),
    "case show": Command(
        "case", "show", "显示一个案件的现状", "rebuild case show WF-510105-2024-0001"
    ),
    "case act": Command(
        "case",
        "act",
        "办理一个事项；不能办理时列出全部不符项",
        "rebuild case act WF-510105-2024-0001 planning.accept --as planning_clerk",
    ),
    "case why": Command(
        "case", "why", "说明案件卡在哪里、依据什么", "rebuild case why WF-510105-2024-0001"
    ),
    "case history": Command(
        "case", "history", "案件经过，按时间排列", "rebuild case history WF-510105-2024-0001"
    ),
    "case clocks": Command(
        "case", "clocks", "案件的各项时限和到期日", "rebuild case clocks WF-510105-2024-0001"
    ),
    "case time": Command(
        "case_time", "time", "各方已用的工作日和审批总时限", "rebuild case time D-2024-0001"
    ),
    "case explain": Command(
        "case_explain",
        "explain",
        "打印一项期限的逐日说明",
        "rebuild case explain D-2024-0001 planning.decision --out limit.pdf",
    ),
    "case consensus": Command(
        "case", "consensus", "业主共同决定的计票结果", "rebuild case consensus WF-510105-2024-0001"
    ),
    "case money": Command(
        "case_money",
        "money",
        "各户应分摊、已认缴、已缴和未缴",
        "rebuild case money WF-510105-2024-0001",
    ),
    "case forecast": Command(
        "case",
        "forecast",
        "推算后续各环节最迟的日期",
        "rebuild case forecast WF-510105-2024-0001 --stop 2024-01-15..2024-01-26",
    ),
    "clocks run": Command(
        "clocks", "run", "处理已到期的时限", "rebuild clocks run --on 2024-02-05"
    ),
    "calendar check": Command(
        "figures", "check_calendar", "检查各年度工作日历", "rebuild calendar check"
    ),
    "calendar preview": Command(
        "figures",
        "preview_calendar",
        "换用新日历之前，列出哪些未了的期限会变动",
        "rebuild calendar preview ./calendar-2027",
    ),
    "document list": Command(
        "document",
        "list_documents",
        "列出一个案件的文书",
        "rebuild document list WF-510105-2024-0001",
    ),
    "document print": Command(
        "document",
        "print_document",
        "取出一份文书的PDF",
        "rebuild document print ID --out permit.pdf",
    ),
    "document verify": Command(
        "document", "verify", "核验一份PDF或一个验证码", "rebuild document verify permit.pdf"
    ),
    "document sample": Command(
        "document",
        "sample",
        "打印一份文书样张",
        "rebuild document sample planning_permit --out sample.pdf",
    ),
    "ledger verify": Command(
        "ledger", "verify", "核对台账的哈希链", "rebuild ledger verify --deep"
    ),
    "roster template": Command(
        "roster", "template", "生成业主名册的Excel模板", "rebuild roster template --out roster.xlsx"
    ),
    "roster import": Command(
        "roster",
        "import_roster",
        "导入业主名册",
        "rebuild roster import WF-510105-2024-0001 roster.xlsx --dry-run",
    ),
    "roster votes": Command(
        "roster_votes",
        "votes",
        "导入电子表决结果表（房号、意见、日期、共有人）",
        "rebuild roster votes WF-510105-2024-0001 votes.xlsx --source 示例〔2024〕3号",
    ),
    "user add": Command(
        "user",
        "add",
        "新增人员，密码只显示一次",
        "rebuild user add zhang --name 张某 --role planning_clerk --region 510105",
    ),
    "user list": Command("user", "list_users", "列出人员", "rebuild user list"),
    "user disable": Command("user", "disable", "停用人员", "rebuild user disable zhang"),
    "user enable": Command("user", "enable", "恢复人员", "rebuild user enable zhang"),
    "user password": Command(
        "user", "password", "重设密码，解除锁定", "rebuild user password zhang"
    ),
    "user grant": Command(
        "user", "grant", "授权人员查看一个案件", "rebuild user grant li WF-510105-2024-0001"
    ),
    "user deputy": Command(
        "user",
        "deputy",
        "设定或终止代理",
        "rebuild user deputy wang --of zhang --until 2024-03-08",
    ),
    "tally": Command(
        "figures",
        "tally",
        "只计票，不用数据库：面积和人数是否达到法定比例",
        "rebuild tally ballots.yaml",
    ),
    "due": Command(
        "figures",
        "due",
        "只算日子，不用数据库：期限到哪一天",
        "rebuild due 5wd --start 2024-09-23 --stop 2024-09-25..2024-09-26",
    ),
}
