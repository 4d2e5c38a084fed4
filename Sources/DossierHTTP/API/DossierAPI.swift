import DossierDomain
import DossierEngine
public import Hummingbird
public import HummingbirdCore
import HummingbirdHTTP2
public import Logging
import NIOCore

/// The REST interface (giao diện REST), to be served by an application of the composition root.
public struct DossierAPI: Sendable {
    private let dependencies: APIDependencies
    private let operations: OperationsHarness
    private let metrics = RequestMetrics()
    private let answer: ProblemAnswer

    /// Creates the interface.
    ///
    /// - Parameter dependencies: What it needs of the program.
    /// - Throws: `SchemaFileMissing` if the description of the interface is not installed.
    public init(_ dependencies: APIDependencies) throws {
        self.dependencies = dependencies
        operations = try OperationsHarness(dependencies)
        answer = ProblemAnswer(wording: dependencies.wording)
    }

    /// The router with every operation.
    public func router() -> Router<DossierRequestContext> {
        let router = Router(context: DossierRequestContext.self, options: .autoGenerateHeadEndpoints)
        let rules = dependencies.rules
        router.add(middleware: ObservationMiddleware(metrics: metrics, isSecure: dependencies.edge.isSecure))
        router.add(
            middleware: ProblemMiddleware(
                mapping: ProblemMapping(
                    statusName: { rules.namedRegime.name(of: $0) },
                    unitName: { rules.organisation.displayName(of: $0) }
                ),
                answer: answer
            )
        )
        let handlers = OperationHandlers(dependencies, operations: operations)
        for operation in Operation.allCases {
            router.on(RouterPath(operation.template), method: operation.method) { request, context in
                try await handlers.respond(to: request, context, operation)
            }
        }
        return router
    }

    /// The server's channels: bounds of connections and headers, TLS and HTTP/2 where there is a certificate, and the
    /// short way of public look-ups.
    ///
    /// - Parameter logger: Where the short way logs.
    /// - Returns: What an application builds its server with.
    public func server(logger: Logger) -> HTTPServerBuilder {
        let edge = dependencies.edge
        let streams = streams(logger)
        let patience = TimeAmount.seconds(dependencies.limits.idleSeconds)
        let count = ConnectionCount(
            limit: edge.connections,
            limitPerAddress: edge.connectionsPerAddress,
            trusted: edge.trustedProxies
        )
        return HTTPServerBuilder { responder in
            guard let certificate = edge.certificate else {
                let base = HTTP1Channel(responder: responder, configuration: streams)
                return GuardedChannel(base: base, count: count, patience: patience)
            }
            let base = try HTTP2UpgradeChannel(
                tlsConfiguration: certificate.configuration,
                configuration: HTTP2ChannelConfiguration(
                    idleTimeout: .nanoseconds(patience.nanoseconds),
                    streamConfiguration: streams
                ),
                responder: responder
            )
            return GuardedChannel(base: base, count: count, patience: patience)
        }
    }

    private func streams(_ logger: Logger) -> HTTP1Channel.Configuration {
        let limits = dependencies.limits
        let isSecure = dependencies.edge.isSecure
        let answer = answer
        let ways = dependencies.store.allowsLookupOnEventLoop ? fastWays(logger) : nil
        let patience = ConnectionGuard.Patience(
            idle: .seconds(limits.idleSeconds),
            request: .seconds(limits.requestSeconds)
        )
        @Sendable func handlers() -> [any RemovableChannelHandler] {
            let watch = ConnectionGuard(answer: answer, isSecure: isSecure, patience: patience)
            let entry = RequestEntry(maximumBodyBytes: limits.bodyBytes)
            let fast: [any RemovableChannelHandler] = ways.map { [FastStatusHandler(ways: $0)] } ?? []
            return [entry, RefusalPause(), watch] + fast + [WholeAnswer()]
        }
        return HTTP1Channel.Configuration(
            additionalChannelHandlers: handlers(),
            idleTimeout: nil,
            httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                maxHeaderFieldSize: APILimits.headerBytes,
                maxHeaderListSize: APILimits.headerBytes,
                maxHeaderFieldCount: APILimits.headerCount
            )
        )
    }

    private func fastWays(_ logger: Logger) -> FastStatusWays {
        let store = dependencies.store
        return FastStatusWays(
            makeLookup: { try store.makeStatusLookup() },
            gate: dependencies.lookupGate,
            clock: dependencies.clock,
            machineClock: dependencies.machineClock,
            metrics: metrics.pair(method: .get, route: Operation.lookUpStatus.template, status: 200),
            isSecure: dependencies.edge.isSecure,
            logger: logger
        )
    }
}
