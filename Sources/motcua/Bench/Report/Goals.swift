/// The lines of the report with their goals (mục tiêu hiệu năng).
///
/// Source: project decision, 2026-11-23, because these ratios to plain peers were found within reach by prototypes.
enum Goals {
    /// All lines; those about growth only where there is a smaller database to compare with, those about the peer in Go
    /// only where it is to be had.
    static func all(isLarger: Bool, hasGo: Bool) -> [Comparison] {
        lookups(isLarger: isLarger) + (hasGo ? lookupsInGo : []) + intakes + timers(isLarger: isLarger) + actions
            + footprint + storms + smpp + soak + sustained + searches + (isLarger ? growth : [])
    }

    private static func lookups(isLarger: Bool) -> [Comparison] {
        let real = line(
            "look-up, 64 connections",
            "bare route, same bytes",
            "lookup-64.rate",
            "lookup-64-bare.rate",
            .atLeast(0.95)
        )
        let single = line(
            "look-up, 1 connection",
            "bare route, same bytes",
            "lookup-1.rate",
            "lookup-1-bare.rate",
            .none
        )
        let grown = line(
            "look-up at this size",
            "at 10,000 dossiers",
            "lookup-64.rate",
            "lookup-64-small.rate",
            .atLeast(0.85)
        )
        return [real, single] + (isLarger ? [grown] : [])
    }

    private static var lookupsInGo: [Comparison] {
        let peer = "Go net/http and go-sqlite3, same table"
        return [
            line("look-up, 64 connections", peer, "lookup-64.rate", "lookup-64-go.rate", .atLeast(1.5)),
            line("look-up, 1 connection", peer, "lookup-1.rate", "lookup-1-go.rate", .atLeast(1)),
        ]
    }

    private static let intakes = [
        line(
            "intake, 256 connections",
            "plain SQLite loop, groups of 64",
            "intake-256.rate",
            "intake-plain.rate",
            .atLeast(0.6)
        ),
        line("intake, 32 connections", "plain SQLite loop, groups of 64", "intake-32.rate", "intake-plain.rate", .none),
        line(
            "intake, 256 connections",
            "one transaction each",
            "intake-256.rate",
            "intake-256-single.rate",
            .atLeast(3.5)
        ),
        line("intake p99, 32 connections", "its p50", "intake-32.p99", "intake-32.p50", .atMost(4)),
        line("look-up p99 during intake", "look-up p99 alone", "mixed-lookup.p99", "lookup-64.p99", .atMost(2)),
    ]

    private static func timers(isLarger: Bool) -> [Comparison] {
        let fired = line(
            "firing timers",
            "plain SQLite loop, same rows",
            "timers.rate",
            "timers-plain.rate",
            .atLeast(0.7)
        )
        let grown = line(
            "cost of a fired timer at this size",
            "at 10,000 dossiers",
            "timers.costMicroseconds",
            "timers-small.costMicroseconds",
            .atMost(1.3)
        )
        let alone = line(
            "one timer alone at this size",
            "at 10,000 dossiers",
            "timers.aloneMicroseconds",
            "timers-small.aloneMicroseconds",
            .atMost(1.3)
        )
        let late = line(
            "latest of 100 warnings a second during full intake, ms",
            nil,
            "lateness.max",
            nil,
            .atMost(1_000)
        )
        return [fired, late] + (isLarger ? [grown, alone] : [])
    }

    private static var actions: [Comparison] {
        let names = Set(ActionScript.all.flatMap(\.stages).map(\.action)).sorted()
        return names.map {
            line($0, "intake, same load", "actions.\($0).rate", "actions-intake-desk.rate", .atLeast(0.8))
        }
    }

    private static let footprint = [
        line("start to ready, s", nil, "start.seconds", nil, .atMost(1)),
        line("resident memory idle, MiB", nil, "memory.idle", nil, .atMost(60)),
        line("resident memory under full load, MiB", nil, "memory.load", nil, .atMost(250)),
        line("bytes of a fresh dossier", nil, "dossier.bytes", nil, .none),
        line("bytes of a finished dossier with its history", nil, "dossier.bytesFinished", nil, .none),
    ]

    private static let storms = [
        ("sign-ins", "logins"), ("unknown codes", "guesses"), ("1,000 slow connections", "slow"),
        ("9,900 idle connections", "idle"), ("heads of 1 MiB", "headers"),
    ].map { line("intake p99 in a storm of \($0.0)", "in quiet", "storm-\($0.1).p99", "storm-quiet.p99", .atMost(3)) }

    /// What people wait for; what an administrator waits for grows with what there is to read, each thousand alike.
    private static var growth: [Comparison] {
        let waits = ["lookup", "inbox", "list", "late", "notices", "file", "intake"].map { name in
            let (large, small) = ("growth-\(name).p50", "growth-small-\(name).p50")
            return line("\(name) p50 at this size", "at 10,000", large, small, .atMost(1.5))
        }
        let commands = ["verify", "backup"].map { name in
            let figure = ".\(name)MillisecondsPerThousand"
            return line("\(name), each dossier", "at 10,000", "growth" + figure, "growth-small" + figure, .atMost(1.5))
        }
        return waits + commands + [
            line("start at this size", "at 10,000", "growth.start", "growth-small.start", .atMost(1.5))
        ]
    }

    private static var soak: [Comparison] {
        let latencies = [("intake", "intake"), ("look-up", "lookup"), ("inbox", "inbox")].map { what, name in
            let (last, first) = ("soak-\(name)-last.p99", "soak-\(name)-first.p99")
            return line("soak: \(what) p99, last five minutes", "first five", last, first, .atMost(1.5))
        }
        return latencies + [
            line("soak: memory, in the end", "first minutes", "soak-last.memory", "soak-first.memory", .atMost(1.2)),
            line("soak: open files, in the end", "first minutes", "soak-last.files", "soak-first.files", .atMost(1.05)),
            line("soak: longest log, MiB", nil, "soak.logMebibytes", nil, .atMost(256)),
            line("soak: requests that failed", nil, "soak.failures", nil, .atMost(0)),
        ]
    }

    private static let sustained = [
        line(
            "intake kept up for minutes, 256 connections",
            "its first minute",
            "sustained-whole.rate",
            "sustained-first.rate",
            .atLeast(0.9)
        ),
        line("its last minute", "its first minute", "sustained-last.rate", "sustained-first.rate", .none),
        line("longest log meanwhile, MiB", nil, "sustained.logMebibytes", nil, .atMost(256)),
    ]

    /// Source: project decision, 2026-11-29: under fifty milliseconds at a million dossiers.
    private static let searches = SearchMeasurement.kinds.map {
        line("search for \($0.words), p99 in ms", nil, "search-\($0.name).p99", nil, .atMost(50))
    }

    private static let smpp = [
        line(
            "SMPP submits, window of 64",
            "smpplib, same window",
            "smpp-64.rate",
            "smpp-64-smpplib.rate",
            .atLeast(10)
        ),
        line("SMPP submits in a second", nil, "smpp-64.rate", nil, .atLeast(2_000)),
        line(
            "texts from the outbox to accepted on disk, window of 50",
            "smpplib, one at a time",
            "relay.rate",
            "smpp-1-smpplib.rate",
            .atLeast(10)
        ),
        line("texts from the outbox in a second", nil, "relay.rate", nil, .atLeast(2_000)),
        line("memory grown by sending them all, MiB", nil, "relay.growthMebibytes", nil, .none),
    ]

    private static func line(
        _ what: String,
        _ against: String?,
        _ figure: String,
        _ base: String?,
        _ goal: Comparison.Goal
    ) -> Comparison {
        Comparison(what: what, against: against ?? "-", figure: figure, base: base, goal: goal)
    }
}
