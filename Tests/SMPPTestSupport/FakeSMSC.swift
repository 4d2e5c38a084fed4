import NIOCore
import NIOPosix
package import NIOSSL
package import SMPP
import Synchronization

/// An SMSC on a free port of loopback, which does with each request what a test says, else what a good SMSC does.
package final class FakeSMSC: Sendable {
    /// What is done with a request.
    package enum Reply: Sendable {
        /// Answers.
        case answer(PDU.Body, CommandStatus = .ok)
        /// Keeps still.
        case silence
        /// Closes the connection.
        case hangUp
    }

    /// A test's word on a request; nil leaves it to the good SMSC.
    package typealias Script = @Sendable (PDU) -> Reply?

    /// The port it listens on.
    package let port: Int
    private let listener: any Channel
    private let record: Record

    /// What came and who is connected.
    final class Record: Sendable {
        private let script: Script
        private let seen = Mutex<[PDU]>([])
        private let open = Mutex<[any Channel]>([])
        private let bound = Mutex<[ObjectIdentifier: BindKind]>([:])

        init(_ script: @escaping Script) { self.script = script }

        var received: [PDU] { seen.withLock { $0 } }
        var channels: [any Channel] { open.withLock { $0 } }

        func add(_ channel: any Channel) { open.withLock { $0.append(channel) } }

        func note(_ kind: BindKind, of channel: any Channel) {
            bound.withLock { $0[ObjectIdentifier(channel)] = kind }
        }

        func kind(of channel: any Channel) -> BindKind? { bound.withLock { $0[ObjectIdentifier(channel)] } }

        func remove(_ channel: any Channel) { open.withLock { $0.removeAll { $0 === channel } } }

        func take(_ pdu: PDU) -> Reply {
            seen.withLock { $0.append(pdu) }
            return script(pdu) ?? FakeSMSC.good(pdu)
        }
    }

    /// Starts an SMSC, runs `body` and stops it.
    package static func run<Value>(
        port: Int = 0,
        tls: NIOSSLContext? = nil,
        _ script: @escaping Script = { _ in nil },
        _ body: (FakeSMSC) async throws -> Value
    ) async throws -> Value {
        let record = Record(script)
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
                    try pipeline.addHandler(FakeSMSCHandler(record: record))
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
        let smsc = FakeSMSC(port: listener.localAddress?.port ?? 0, listener: listener, record: record)
        do {
            let value = try await body(smsc)
            try await smsc.stop()
            return value
        } catch {
            try await smsc.stop()
            throw error
        }
    }

    private init(port: Int, listener: any Channel, record: Record) {
        self.port = port
        self.listener = listener
        self.record = record
    }

    /// Everything that came, in order.
    package var received: [PDU] { record.received }

    /// The submits that came, in order.
    package var submits: [ShortMessage] {
        received.compactMap { pdu in
            guard case .submit(let message) = pdu.body else { return nil }
            return message
        }
    }

    /// The sequence numbers of the submits that came, in order.
    package var submitNumbers: [UInt32] {
        received.filter { $0.body.commandID == .submit }.map(\.sequenceNumber)
    }

    /// The statuses of the answers to deliveries, by the sequence number of the delivery.
    package var deliveryAnswers: [UInt32: CommandStatus] {
        var answers: [UInt32: CommandStatus] = [:]
        for case let pdu in received where pdu.body.commandID == CommandID.deliver.response {
            answers[pdu.sequenceNumber] = pdu.status
        }
        return answers
    }

    /// Sends something to whoever is connected.
    package func send(_ body: PDU.Body, _ sequenceNumber: UInt32, status: CommandStatus = .ok) async throws {
        try await send(octets: try PDU(body, sequenceNumber: sequenceNumber, status: status).encoded())
    }

    /// Sends something to those who are bound so.
    package func send(_ body: PDU.Body, _ sequenceNumber: UInt32, to kind: BindKind) async throws {
        let octets = try PDU(body, sequenceNumber: sequenceNumber).encoded()
        for channel in record.channels where record.kind(of: channel) == kind {
            try await channel.writeAndFlush(ByteBuffer(bytes: octets))
        }
    }

    /// Sends any octets to whoever is connected.
    package func send(octets: [UInt8]) async throws {
        for channel in record.channels {
            try await channel.writeAndFlush(ByteBuffer(bytes: octets))
        }
    }

    /// Cuts every connection.
    package func cut() async throws {
        for channel in record.channels {
            try await channel.close()
        }
    }

    private func stop() async throws {
        try await listener.close()
        for channel in record.channels {
            // One that the client closed in this moment is closed as well.
            try? await channel.close()
        }
    }

    private static func good(_ pdu: PDU) -> Reply {
        switch pdu.body {
        case .bind(let kind, _): .answer(.bindResponse(kind, BindResponse(systemID: "FAKE")))
        case .submit: .answer(.submitResponse(MessageResponse(messageID: "00A\(pdu.sequenceNumber)")))
        case .enquireLink: .answer(.enquireLinkResponse)
        case .unbind: .answer(.unbindResponse)
        default: .silence
        }
    }
}

/// Reads the requests of one connection and does what the script says.
private final class FakeSMSCHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let record: FakeSMSC.Record
    private var framer = PDUFramer()

    init(record: FakeSMSC.Record) { self.record = record }

    func channelActive(context: ChannelHandlerContext) { record.add(context.channel) }

    func channelInactive(context: ChannelHandlerContext) { record.remove(context.channel) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        do {
            try framer.append(unwrapInboundIn(data).readableBytesView)
            while let frame = try framer.next() {
                try act(on: PDU(decoding: frame), context: context)
            }
        } catch {
            context.close(promise: nil)
        }
    }

    private func act(on pdu: PDU, context: ChannelHandlerContext) throws {
        if case .bind(let kind, _) = pdu.body { record.note(kind, of: context.channel) }
        switch record.take(pdu) {
        case .answer(let body, let status):
            let answer = PDU(body, sequenceNumber: pdu.sequenceNumber, status: status)
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: try answer.encoded())), promise: nil)
        case .silence: break
        case .hangUp: context.close(promise: nil)
        }
    }
}
