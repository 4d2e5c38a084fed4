import DossierConfig
import Foundation
import NIOCore
import NIOPosix

/// The address and port that are listened on (địa chỉ dịch vụ).
struct ListeningPlace {
    private let host: String
    private let port: Int

    init(_ settings: Settings) {
        host = settings.serverHost
        port = settings.serverPort
    }

    /// Refuses a place that cannot be listened on now.
    ///
    /// - Throws: ``CommandFailure`` that says what to do.
    func expectFree() async throws {
        do {
            let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .bind(host: host, port: port).get()
            try await channel.close()
        } catch {
            throw failure(of: error)
        }
    }

    /// What is said when it cannot be listened on; any other failure as it is.
    func failure(of error: any Error) -> any Error {
        switch error {
        case let error as IOError where error.errnoCode == EADDRINUSE:
            CommandFailure(
                "\(host):\(port) is taken by another program; stop it or choose another --port.",
                vietnamese: "\(host):\(port) đang do chương trình khác dùng; hãy dừng chương trình đó hoặc chọn --port "
                    + "khác.",
                passes: true
            )
        case let error as IOError where error.errnoCode == EACCES:
            CommandFailure(
                "\(host):\(port) cannot be listened on: \(String(cString: strerror(error.errnoCode))). Ports below "
                    + "1024 want a right: name another --port and put a proxy before it, or give the service "
                    + "CAP_NET_BIND_SERVICE (README, Operation, TLS).",
                vietnamese: "Không có quyền mở \(host):\(port): cổng dưới 1024 cần quyền riêng. Hãy chọn --port khác "
                    + "và đặt proxy phía trước, hoặc cấp CAP_NET_BIND_SERVICE cho dịch vụ (README, Operation, TLS)."
            )
        case let error as IOError:
            CommandFailure(
                "\(host):\(port) cannot be listened on: \(String(cString: strerror(error.errnoCode))). "
                    + "Choose another --host or --port.",
                vietnamese: "Không thể mở \(host):\(port); hãy chọn --host hoặc --port khác."
            )
        case is SocketAddressError, is SocketAddressError.UnknownHost:
            CommandFailure(
                "There is no address called \(host); write one of this machine, such as 127.0.0.1.",
                vietnamese: "Không có địa chỉ \(host); hãy ghi địa chỉ của máy này, ví dụ 127.0.0.1."
            )
        default: error
        }
    }
}
