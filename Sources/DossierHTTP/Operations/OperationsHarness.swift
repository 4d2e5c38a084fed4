import DossierEngine
import Hummingbird
import NIOCore
import SchemaFiles

/// What operators ask (vận hành).
struct OperationsHarness: Sendable {
    private let isReady: @Sendable () async -> Bool
    private let metricsText: @Sendable () -> String
    private let document: ByteBuffer

    /// Creates the harness.
    ///
    /// - Throws: `SchemaFileMissing` if the description of the interface is not installed.
    init(_ dependencies: APIDependencies) throws {
        isReady = dependencies.isReady
        metricsText = dependencies.metricsText
        document = ByteBuffer(string: try SchemaFiles.text("openapi.yaml"))
    }

    /// Whether the process runs: it answers.
    func live(_ call: HTTPCall) async throws -> Response { Self.health("live") }

    /// Whether requests can be served.
    func ready(_ call: HTTPCall) async throws -> Response {
        guard await isReady() else {
            throw Problem(.storageUnavailable, retryAfterSeconds: ProblemMapping.unavailableSeconds)
        }
        return Self.health("ready")
    }

    /// The metrics.
    func metrics(_ call: HTTPCall) async throws -> Response {
        Answer.bytes(Array(metricsText().utf8), type: "text/plain; version=0.0.4; charset=utf-8")
    }

    /// The description of the interface.
    func description(_ call: HTTPCall) async throws -> Response {
        Answer.document(document, type: "application/yaml")
    }

    private static func health(_ state: String) -> Response {
        Answer.json { writer in writer.object { $0.member("status", state) } }
    }
}
