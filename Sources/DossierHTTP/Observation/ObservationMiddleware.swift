import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Counts, times and logs every request (theo dõi yêu cầu), and adds what every answer says about itself.
///
/// Neither path, parameters, body nor token is logged: codes and PINs stand there.
struct ObservationMiddleware: RouterMiddleware {
    typealias Context = DossierRequestContext

    private let metrics: RequestMetrics
    private let isSecure: Bool

    init(metrics: RequestMetrics, isSecure: Bool = false) {
        self.metrics = metrics
        self.isSecure = isSecure
    }

    func handle(
        _ request: Request,
        context: DossierRequestContext,
        next: @concurrent (Request, DossierRequestContext) async throws -> Response
    ) async throws -> Response {
        let start = NIODeadline.now()
        do {
            var response = try await next(request, context)
            SecurityHeaders.add(to: &response.headers, isSecure: isSecure)
            note(request, context, status: response.status.code, since: start)
            return response
        } catch {
            // Only a broken connection comes as far as this; the server underneath answers 400 if it still can.
            note(request, context, status: 400, since: start)
            throw error
        }
    }

    private func note(_ request: Request, _ context: DossierRequestContext, status: Int, since start: NIODeadline) {
        let nanoseconds = (NIODeadline.now() - start).nanoseconds
        let route = Self.route(context)
        metrics.pair(method: request.method, route: route, status: status).note(nanoseconds: nanoseconds)
        RequestLogLine.write(
            method: request.method,
            route: route,
            status: status,
            nanoseconds: nanoseconds,
            to: context.logger
        )
    }

    private static func route(_ context: DossierRequestContext) -> String {
        guard let path = context.endpointPath, path.hasPrefix("/") else { return RequestMetrics.unmatched }
        return path
    }
}

/// One line of the log for one request: changes and faults at the usual level, readings only when looked for.
enum RequestLogLine {
    /// Writes the line.
    static func write(
        method: HTTPRequest.Method,
        route: String,
        status: Int,
        nanoseconds: Int64,
        to logger: Logger
    ) {
        let isReading = method == .get || method == .head || method == .options
        let level: Logger.Level = isReading && status < 500 ? .debug : .info
        guard logger.logLevel <= level else { return }
        logger.log(
            level: level,
            "request",
            metadata: [
                "method": "\(method.rawValue)", "route": "\(route)", "status": "\(status)",
                "milliseconds": "\(Double(nanoseconds / 1_000) / 1_000)",
            ]
        )
    }
}
