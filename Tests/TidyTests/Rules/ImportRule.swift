/// Which target may import what; the table of the house plan.
enum ImportRule {
    private static let pure = ["WorkingCalendar", "DossierDomain", "SMSText"]
    private static let engine = pure + ["DossierEngine"]

    /// Targets that do not know the outer world: their files are held to no clock, no chance and no outer world.
    static let pureTargets = Set(pure)

    /// Modules by target; a target that is missing here may not exist.
    ///
    /// The executable may import everything.
    private static let allowed: [String: [String]] = [
        "WorkingCalendar": [],
        "DossierDomain": ["WorkingCalendar"],
        "SMSText": [],
        "DossierEngine": pure + [
            "CoreMetrics", "Crypto", "FoundationEssentials", "Logging", "Metrics", "ServiceLifecycle",
            "Synchronization",
        ],
        "SchemaFiles": ["Foundation"],
        "DossierConfig": pure + ["Configuration", "Foundation", "FoundationEssentials", "SchemaFiles", "Yams"],
        "DossierStoreSQLite": engine + [
            "Crypto", "Dispatch", "Foundation", "FoundationEssentials", "GRDB", "GRDBSQLite", "SchemaFiles",
            "Synchronization",
        ],
        "SMPP": ["NIOCore", "NIOPosix", "NIOSSL"],
        "SMSGateways": engine + [
            "AsyncHTTPClient", "Dispatch", "Foundation", "Glibc", "Darwin", "NIOCore", "NIOHTTP1", "NIOPosix", "NIOSSL",
            "SMPP", "Synchronization",
        ],
        "DossierHTTP": engine + [
            "Crypto", "Darwin", "Foundation", "FoundationEssentials", "Glibc", "HTTPTypes", "Hummingbird",
            "HummingbirdCore", "HummingbirdHTTP2", "Logging", "Metrics", "NIOCore", "NIOHTTPTypes", "NIOSSL",
            "SchemaFiles", "Synchronization",
        ],
        "OpenIDConnect": engine + [
            "AsyncHTTPClient", "Crypto", "Foundation", "JWTKit", "NIOCore", "NIOHTTP1",
        ],
        "PrometheusText": ["CoreMetrics", "Synchronization"],
        "DossierTestKit": engine + ["Logging", "Synchronization"],
    ]

    private static let kinds: Set<String> = [
        "struct", "class", "enum", "protocol", "func", "var", "let", "typealias", "actor",
    ]

    /// Returns the imports that the file's target may not have.
    static func violations(in source: SwiftSource) -> [Violation] {
        guard let target = source.target, target != "motcua" else { return [] }
        guard let modules = allowed[target] else {
            return [source.violation(1, "the target \(target) has no row in the table of imports")]
        }
        return imports(of: source)
            .filter { !modules.contains($0.text) }
            .map { source.violation($0.line, "\(target) may not import \($0.text)") }
    }

    /// Returns the names of the modules that a file imports, with their lines.
    static func imports(of source: SwiftSource) -> [Token] {
        let tokens = source.tokens
        return tokens.indices.compactMap { index in
            guard tokens[index].text == "import", index + 1 < tokens.count else { return nil }
            let next = tokens[index + 1]
            return kinds.contains(next.text) && index + 2 < tokens.count ? tokens[index + 2] : next
        }
    }
}
