import SchemaFiles
import Testing
import Yams

/// The interface as `Schema/openapi.yaml` describes it.
struct DescribedInterface {
    /// One operation of the document.
    struct Described {
        let method: String
        let template: String
        let id: String
        let isOpen: Bool
        let parameters: [String]
        /// The problem codes by the status of the answer.
        let codes: [Int: [String]]
        /// Whether it may answer that something was made.
        let makesSomething: Bool
    }

    private let root: [String: Any]

    init() throws {
        root = try #require(try Yams.load(yaml: SchemaFiles.text("openapi.yaml")) as? [String: Any])
    }

    var operations: [Described] {
        get throws {
            let paths = try #require(root["paths"] as? [String: [String: Any]])
            var found: [Described] = []
            for (template, path) in paths {
                for method in ["get", "post", "put", "patch", "delete", "head", "options"] {
                    guard let operation = path[method] as? [String: Any] else { continue }
                    found.append(try described(operation, method: method, template: template))
                }
            }
            return found
        }
    }

    /// The values of an enumeration among the schemas.
    func values(of schema: String) throws -> [String] {
        let found = try #require(resolved(["$ref": "#/components/schemas/" + schema]))
        return try #require(found["enum"] as? [String])
    }

    private func described(_ operation: [String: Any], method: String, template: String) throws -> Described {
        var codes: [Int: [String]] = [:]
        let answers = try #require(operation["responses"] as? [String: [String: Any]])
        for (status, answer) in answers {
            let answer = try #require(resolved(answer))
            if let named = answer["x-problem-codes"] as? [String] { codes[try #require(Int(status))] = named }
        }
        let parameters = (operation["parameters"] as? [[String: Any]] ?? []).compactMap { resolved($0)?["name"] }
        return Described(
            method: method.uppercased(),
            template: template,
            id: try #require(operation["operationId"] as? String),
            isOpen: (operation["security"] as? [Any])?.isEmpty == true,
            parameters: parameters.compactMap { $0 as? String },
            codes: codes,
            makesSomething: answers["201"] != nil
        )
    }

    /// Follows a reference inside the document.
    private func resolved(_ node: [String: Any]) -> [String: Any]? {
        guard let reference = node["$ref"] as? String else { return node }
        var current: Any = root
        for part in reference.dropFirst(2).split(separator: "/") {
            guard let next = (current as? [String: Any])?[String(part)] else { return nil }
            current = next
        }
        return current as? [String: Any]
    }
}
