import DossierEngine
import HTTPTypes
import Hummingbird
import Logging

/// Answers every error with a problem (trả lời mọi lỗi theo một khuôn); what is unknown is told to the log alone.
struct ProblemMiddleware: RouterMiddleware {
    typealias Context = DossierRequestContext

    private let mapping: ProblemMapping
    private let answer: ProblemAnswer

    init(mapping: ProblemMapping, answer: ProblemAnswer) {
        self.mapping = mapping
        self.answer = answer
    }

    func handle(
        _ request: Request,
        context: DossierRequestContext,
        next: @concurrent (Request, DossierRequestContext) async throws -> Response
    ) async throws -> Response {
        do {
            if let field = request.headers[.expect], !Expectation.isToContinue(field) {
                throw Problem(.expectationFailed)
            }
            return try await next(request, context)
        } catch let failure as RequestBodyFailure {
            // The connection is of no use any more: the server underneath ends it.
            throw failure.cause
        } catch {
            let problem = mapping.problem(for: error, at: request.uri.path) ?? incident(error, context)
            if problem.code == .methodNotAllowed, request.method == .options { return Self.options(problem) }
            let language = Language(acceptLanguage: request.headers[.acceptLanguage])
            let response = answer.response(to: problem, in: language)
            return request.method == .head ? response.createHeadResponse() : response
        }
    }

    /// Tells the log what happened and the client where it stands there.
    private func incident(_ error: any Error, _ context: DossierRequestContext) -> Problem {
        let number = context.requestID
        context.logger.error(
            "request failed",
            metadata: ["incident": "\(number)", "route": "\(context.endpointPath ?? "")", "error": "\(error)"]
        )
        var problem = Problem(.internalFault, values: ["incident": number])
        problem.incident = number
        return problem
    }

    private static func options(_ problem: Problem) -> Response {
        var headers = HTTPFields()
        headers[.allow] = problem.allowedMethods.map(\.rawValue).joined(separator: ", ")
        return Answer.empty(headers)
    }
}
