import DossierDomain
import DossierEngine
public import Hummingbird
public import HummingbirdCore
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
        router.add(middleware: ObservationMiddleware(metrics: metrics))
        router.add(
            middleware: ProblemMiddleware(
                mapping: ProblemMapping { rules.namedRegime.name(of: $0) },
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

    /// The server's channels: limits of headers, idle connections, and the short way of public look-ups.
    ///
    /// - Parameter logger: Where the short way logs.
    /// - Returns: What an application builds its server with.
    public func server(logger: Logger) -> HTTPServerBuilder {
        let idleTime = TimeAmount.seconds(dependencies.limits.idleSeconds)
        let badRequest = answer
        let ways = dependencies.store.allowsLookupOnEventLoop ? fastWays(logger) : nil
        return .http1(
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: Self.handlers(idleTime: idleTime, answer: badRequest, ways: ways),
                idleTimeout: nil,
                httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                    maxHeaderFieldSize: APILimits.headerBytes,
                    maxHeaderListSize: APILimits.headerBytes,
                    maxHeaderFieldCount: APILimits.headerCount
                )
            )
        )
    }

    private func fastWays(_ logger: Logger) -> FastStatusWays {
        let store = dependencies.store
        return FastStatusWays(
            makeLookup: { try store.makeStatusLookup() },
            clock: dependencies.clock,
            machineClock: dependencies.machineClock,
            metrics: metrics.pair(method: .get, route: Operation.lookUpStatus.template, status: 200),
            logger: logger
        )
    }

    private static func handlers(
        idleTime: TimeAmount,
        answer: ProblemAnswer,
        ways: FastStatusWays?
    ) -> [any RemovableChannelHandler] {
        var handlers: [any RemovableChannelHandler] = [
            IdleStateHandler(allTimeout: idleTime), ConnectionGuard(answer: answer),
        ]
        if let ways { handlers.append(FastStatusHandler(ways: ways)) }
        return handlers
    }
}
