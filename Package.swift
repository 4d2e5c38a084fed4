// swift-tools-version: 6.2
import PackageDescription

/// Language features and warnings that hold for every target of ours.
let houseSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// The pure rings: no clock, no chance, no I/O, no Foundation (the tidy test holds them to it).
let pureTargets: [Target.Dependency] = ["WorkingCalendar", "DossierDomain", "SMSText"]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let csv = Target.Dependency.product(name: "SwiftCSV", package: "SwiftCSV")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdHTTP2 = Target.Dependency.product(name: "HummingbirdHTTP2", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let jwtKit = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "MotCua",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "motcua", targets: ["motcua"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/apple/swift-configuration", exact: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/swiftcsv/SwiftCSV", exact: "0.10.0"),
        .package(url: "https://github.com/vapor/jwt-kit", exact: "5.7.1"),
    ],
    targets: [
        .target(name: "WorkingCalendar"),
        .target(name: "DossierDomain", dependencies: ["WorkingCalendar"]),
        .target(name: "SMSText"),
        .target(
            name: "DossierEngine",
            dependencies: pureTargets + [crypto, logging, metrics, serviceLifecycle]
        ),
        .target(
            name: "SchemaFiles",
            path: "Schema",
            resources: [.copy("archive"), .copy("migrations"), .copy("config"), .copy("export"), .copy("openapi.yaml")]
        ),
        .target(name: "DossierConfig", dependencies: pureTargets + ["SchemaFiles", yams, configuration]),
        .target(
            name: "DossierStoreSQLite",
            dependencies: pureTargets + ["DossierEngine", "SchemaFiles", grdb, grdbSQLite]
        ),
        .target(name: "SMPP", dependencies: [nioCore, nioPosix, nioSSL]),
        .target(
            name: "SMSGateways",
            dependencies: pureTargets + ["DossierEngine", "SMPP", asyncHTTPClient, nioCore, nioHTTP1, nioPosix, nioSSL]
        ),
        .target(
            name: "OpenIDConnect",
            dependencies: pureTargets + ["DossierEngine", asyncHTTPClient, crypto, jwtKit, nioCore, nioHTTP1]
        ),
        .target(
            name: "DossierHTTP",
            dependencies: pureTargets + [
                "DossierEngine", "SchemaFiles", hummingbird, hummingbirdCore, hummingbirdHTTP2, httpTypes, nioCore,
                nioHTTP1, nioHTTPTypes, nioSSL, logging, metrics, crypto,
            ]
        ),
        .target(name: "PrometheusText", dependencies: [coreMetrics]),
        .target(name: "DossierTestKit", dependencies: pureTargets + ["DossierEngine", logging]),
        .executableTarget(
            name: "motcua",
            dependencies: pureTargets + [
                "DossierEngine", "DossierConfig", "DossierStoreSQLite", "OpenIDConnect", "SMPP", "SMSGateways",
                "DossierHTTP", "DossierTestKit", "PrometheusText", argumentParser, asyncHTTPClient, coreMetrics, crypto,
                cryptoExtras, grdbSQLite, httpTypes, hummingbird, logging, metrics, nioCore, nioHTTP1, nioPosix,
                serviceLifecycle, unixSignals,
            ]
        ),
        .testTarget(name: "WorkingCalendarTests", dependencies: ["WorkingCalendar"]),
        .testTarget(name: "DossierDomainTests", dependencies: ["WorkingCalendar", "DossierDomain"]),
        .testTarget(name: "SMSTextTests", dependencies: ["SMSText"]),
        .testTarget(name: "PrometheusTextTests", dependencies: ["PrometheusText", coreMetrics]),
        .testTarget(
            name: "DossierEngineTests",
            dependencies: pureTargets + ["DossierEngine"],
            exclude: ["Golden"]
        ),
        .target(name: "CProgramSupport", path: "Tests/CProgramSupport"),
        .target(name: "ProgramSupport", dependencies: ["CProgramSupport"], path: "Tests/ProgramSupport"),
        .testTarget(name: "ProgramSupportTests", dependencies: ["ProgramSupport"]),
        .testTarget(
            name: "DossierConfigTests",
            dependencies: pureTargets + ["DossierConfig", "ProgramSupport", "SchemaFiles", yams]
        ),
        .testTarget(
            name: "DossierHTTPTests",
            dependencies: pureTargets + [
                "DossierEngine", "DossierHTTP", "ProgramSupport", "SchemaFiles", coreMetrics, httpTypes, hummingbird,
                hummingbirdTesting, logging, nioCore, nioEmbedded, nioHTTP1, nioHTTPTypes, yams,
            ]
        ),
        .testTarget(
            name: "DossierStoreSQLiteTests",
            dependencies: pureTargets + [
                "DossierEngine", "DossierStoreSQLite", "DossierTestKit", "ProgramSupport", grdb, grdbSQLite,
            ]
        ),
        .target(
            name: "SMPPTestSupport",
            dependencies: ["SMPP", nioCore, nioPosix, nioSSL],
            path: "Tests/SMPPTestSupport"
        ),
        .target(
            name: "SMSPeers",
            dependencies: ["ProgramSupport", asyncHTTPClient, nioCore, nioPosix],
            path: "Tests/SMSPeers"
        ),
        .testTarget(
            name: "SMPPTests",
            dependencies: ["ProgramSupport", "SMPP", "SMPPTestSupport", "SMSPeers", nioSSL]
        ),
        .testTarget(
            name: "SMSGatewaysTests",
            dependencies: pureTargets + [
                "DossierEngine", "ProgramSupport", "SMPP", "SMPPTestSupport", "SMSGateways", "SMSPeers",
                asyncHTTPClient, nioCore, nioHTTP1, nioPosix,
            ]
        ),
        .target(
            name: "OpenIDPeers",
            dependencies: [
                "DossierEngine", "ProgramSupport", "SMSPeers", crypto, cryptoExtras, httpTypes, hummingbird, jwtKit,
                nioCore,
            ],
            path: "Tests/OpenIDPeers"
        ),
        .testTarget(
            name: "OpenIDConnectTests",
            dependencies: pureTargets + [
                "DossierEngine", "OpenIDConnect", "OpenIDPeers", "SMSPeers", asyncHTTPClient, crypto, nioCore,
            ]
        ),
        .testTarget(name: "TidyTests"),
        .testTarget(
            name: "MotCuaTests",
            dependencies: pureTargets + [
                "motcua", "DossierEngine", "DossierConfig", "DossierHTTP", "DossierStoreSQLite", "DossierTestKit",
                "OpenIDPeers", "ProgramSupport", "PrometheusText", "SchemaFiles", "SMPP", "SMPPTestSupport", "SMSPeers",
                asyncHTTPClient, coreMetrics, crypto, csv, grdb, httpTypes, hummingbirdTesting, logging, nioCore,
                nioHTTP1, nioPosix, nioSSL, yams,
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + houseSettings
}
