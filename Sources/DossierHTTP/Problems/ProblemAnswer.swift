import DossierDomain
import DossierEngine
import HTTPTypes
import Hummingbird
import NIOCore

/// Puts a problem into words (trả lời lỗi).
///
/// Source: RFC 9457.
struct ProblemAnswer: Sendable {
    private let wording: ProblemWording

    init(wording: ProblemWording) { self.wording = wording }

    /// The answer to a request.
    func response(to problem: Problem, in language: Language) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = "application/problem+json"
        headers[.contentLanguage] = language.rawValue
        if let seconds = problem.retryAfterSeconds { headers[.retryAfter] = String(seconds) }
        if let standing = problem.standing { headers.append(contentsOf: standing.fields) }
        if problem.code.status == .unauthorized { headers[.wwwAuthenticate] = "Bearer" }
        if problem.code == .methodNotAllowed {
            headers[.allow] = problem.allowedMethods.map(\.rawValue).joined(separator: ", ")
        }
        let body = ByteBuffer(bytes: body(of: problem, in: language))
        return Response(status: problem.code.status, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    /// The answer's body.
    func body(of problem: Problem, in language: Language) -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.object { writer in
            writer.member("type", problem.code.urn)
            writer.member("title", wording.title(of: problem.code, in: language))
            writer.member("status", problem.code.status.code)
            writer.member("detail", wording.detail(of: problem, in: language))
            writer.member("code", problem.code.rawValue)
            if let rule = problem.rule { writer.member("rule", rule.rawValue) }
            if let incident = problem.incident { writer.member("incident", incident) }
            writer.key("errors")
            writer.array(of: problem.fields) { writer, field in
                writer.object { writer in
                    writer.member("field", field.field)
                    writer.member("code", field.code.rawValue)
                    writer.member("detail", wording.detail(ofField: field.code.rawValue, in: language))
                }
            }
        }
        return writer.bytes
    }
}
