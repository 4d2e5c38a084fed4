import Hummingbird
import Logging
import NIOCore

/// A Hummingbird server with one route that answers prepared bytes (máy chủ Hummingbird trần): no database, no rules.
struct BareServer {
    /// The reply as the real server gave it.
    let reply: PreparedReply

    /// Serves until the process is told to stop.
    ///
    /// - Parameter onReady: Told of the port as soon as it is open.
    /// - Throws: If the port cannot be opened.
    func run(onReady: @escaping @Sendable (Int) -> Void) async throws {
        let router = Router()
        let body = ByteBuffer(string: reply.body)
        let fields = reply.fields
        router.get("/api/v1/status/:code") { _, _ in
            Response(status: .ok, headers: fields, body: ResponseBody(byteBuffer: body))
        }
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in onReady(channel.localAddress?.port ?? 0) },
            logger: Logger(label: "motcua.bench.bare") { _ in SwiftLogNoOpLogHandler() }
        )
        try await application.runService()
    }
}
