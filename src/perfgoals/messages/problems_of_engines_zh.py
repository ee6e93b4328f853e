"""Chinese: problems of extras and of the engines of `eval`."""

PROBLEMS: dict[str, tuple[str, str]] = {
    "PG930": (
        "{what} 需要软件包 {package}，还没有安装",
        '运行：pip install "perfgoals[{extra}]"',
    ),
    "PG931": (
        "{engine} 只输出数据表，而 {format} 是报告",
        "请输出数据表：-o results.parquet，或者 --format table。这么多行的报告要用 --engine python。",
    ),
    "PG932": (
        "python 只输出报告，而 {format} 是数据表",
        "请去掉 --engine python，或者输出报告：-o report.csv",
    ),
    "PG933": ("{option} 不能是“{text}”", "可以写：{choices}"),
    "PG934": (
        "计算中断：{reason}",
        "可以用 --memory 多给一些内存，或者换一个空间更大的临时文件夹（TMPDIR）。Spark 要有 Java 17。",
    ),
    "PG935": (
        "{path} 不是 Parquet 文件，集群只读 Parquet 文件",
        "请把这些行存成 Parquet 文件，放在集群读得到的地方；或者去掉 --master，就在本机计算。",
    ),
    "PG936": (
        "{path} 不是 Parquet 文件，或者不完整",
        "请重新保存或复制一次，中途不要中断。也可以用 CSV 文件。",
    ),
}
