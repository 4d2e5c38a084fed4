import SchemaFiles
import Testing
import Yams

/// The answers that `Schema/openapi.yaml` promises; the end-to-end tests hold every answer they get against it.
struct DescribedAnswers: Sendable {
    /// What an operation may answer: the problem codes by status; none where the answer is no problem.
    typealias Promise = [Int: Set<String>]

    private struct Path: Sendable {
        let parts: [Substring]
        let promises: [String: Promise]
    }

    /// What any route may answer, because no route was asked yet.
    private static let noRequest: Set = ["malformed-request", "expectation-failed"]
    private static let document = Result { try DescribedAnswers() }

    private let paths: [Path]
    private let general: Promise

    /// Records an issue unless the document lists the answer for its operation.
    static func check(_ answer: Answer, to method: String, _ path: String) {
        switch document {
        case .success(let document):
            let isListed = document.lists(answer, to: method, path)
            let code = answer.string("code") ?? ""
            #expect(isListed, "openapi.yaml does not list \(answer.status) \(code) for \(method) \(path)")
        case .failure(let error): Issue.record(error)
        }
    }

    private init() throws {
        let root = try #require(try Yams.load(yaml: SchemaFiles.text("openapi.yaml")) as? [String: Any])
        general = try Self.promise(root["x-general-responses"], in: root)
        paths = try #require(root["paths"] as? [String: [String: Any]]).map { template, operations in
            var promises: [String: Promise] = [:]
            for (method, operation) in operations where method != "parameters" {
                promises[method.uppercased()] = try Self.promise((operation as? [String: Any])?["responses"], in: root)
            }
            return Path(parts: template.split(separator: "/"), promises: promises)
        }
    }

    private func lists(_ answer: Answer, to method: String, _ path: String) -> Bool {
        guard method != "OPTIONS" else { return true }
        let parts = path.prefix { $0 != "?" }.split(separator: "/")
        let known = paths.first { Self.fits(parts, $0.parts) }
        let code = answer.string("code")
        // Whatever is no request is no request of any operation.
        if let code, Self.noRequest.contains(code) { return general[answer.status]?.contains(code) == true }
        let promise = known?.promises[method == "HEAD" ? "GET" : method] ?? general
        guard let codes = promise[answer.status] else { return false }
        guard answer.status >= 400, method != "HEAD" else { return codes.isEmpty }
        return code.map(codes.contains) == true
    }

    private static func fits(_ parts: [Substring], _ template: [Substring]) -> Bool {
        parts.count == template.count && zip(parts, template).allSatisfy { $1.hasPrefix("{") || $0 == $1 }
    }

    private static func promise(_ responses: Any?, in root: [String: Any]) throws -> Promise {
        var promise: Promise = [:]
        for (status, response) in try #require(responses as? [String: [String: Any]]) {
            let codes = try resolved(response, in: root)["x-problem-codes"] as? [String]
            promise[try #require(Int(status))] = Set(codes ?? [])
        }
        return promise
    }

    private static func resolved(_ response: [String: Any], in root: [String: Any]) throws -> [String: Any] {
        guard let reference = response["$ref"] as? String else { return response }
        let parts = reference.dropFirst(2).split(separator: "/").map(String.init)
        let target = parts.reduce(root as Any?) { node, part in (node as? [String: Any])?[part] }
        return try #require(target as? [String: Any], "\(reference) leads nowhere")
    }
}
