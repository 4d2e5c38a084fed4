import NIOCore
import SMPP
import Synchronization

/// Submits to an SMSC that answers at once (gửi tin qua SMPP), by our client or by smpplib, with the same window.
///
/// The SMSC is a process of its own, so that it shares no threads with either.
struct SMPPMeasurement: Measurement {
    /// Who submits.
    enum Client: Hashable {
        /// Ours, called by as many tasks as the window holds.
        case ours
        /// The Python package smpplib.
        case smpplib
    }

    let client: Client
    /// How many submits may be unanswered.
    let window: Int

    var name: String {
        switch client {
        case .ours: "smpp-\(window)"
        case .smpplib: "smpp-\(window)-smpplib"
        }
    }

    func take(at site: BenchSite, repetition: Int) async throws {
        let load = SMPPLoad(
            window: window,
            warmUpSeconds: site.settings.warmUpSeconds,
            seconds: site.settings.seconds
        )
        let smsc = try await ChildProcess.start(["bench", "--smsc"], output: site.folder.file("output"))
        defer { smsc.stop() }
        switch client {
        case .ours:
            site.figures.add(try await load.rate(port: smsc.port, group: site.loops), to: name + ".rate")
        case .smpplib:
            // Without the package its lines stay unmeasured.
            guard let python = SMPPLibClient.python else { return }
            let output = site.folder.file("smpplib")
            let rate = try await SMPPLibClient(python: python).rate(of: load, port: smsc.port, output: output)
            site.figures.add(rate, to: name + ".rate")
        }
    }
}

/// Submits as fast as the window allows (tải SMPP).
struct SMPPLoad: Sendable {
    /// How long binding may take, in seconds.
    private static let bindSeconds = 30.0

    /// How many submits may be unanswered.
    let window: Int
    /// For how long answers do not count at the beginning, in seconds.
    let warmUpSeconds: Double
    /// For how long they count, in seconds.
    let seconds: Double
    /// The text of each.
    let text = "Ho so da tiep nhan."

    /// Submits by our client.
    ///
    /// - Parameters:
    ///   - port: The port of the SMSC.
    ///   - group: The threads of which the client uses one.
    /// - Returns: The accepted submits in a second.
    /// - Throws: ``CommandFailure`` if it cannot bind or something is not accepted.
    func rate(port: Int, group: any EventLoopGroup) async throws -> Double {
        let handlers = SMPPClientHandlers(delivered: { _ in .kept })
        let client = try SMPPClient(settings: try settings(port: port), handlers: handlers, group: group)
        client.start()
        do {
            try await untilBound(client)
            let rate = try await submit(by: client)
            await client.shutDown()
            return rate
        } catch {
            await client.shutDown()
            throw error
        }
    }

    private func settings(port: Int) throws -> SMPPClientSettings {
        var session = try SMPPSessionSettings(bind: BindRequest(systemID: "bench", password: "bench"))
        session.windowSize = window
        session.submitsPerSecond = SMPPSessionSettings.maximumSubmitsPerSecond
        session.burst = SMPPSessionSettings.maximumWindowSize
        return SMPPClientSettings(host: "127.0.0.1", port: port, session: session)
    }

    private func untilBound(_ client: SMPPClient) async throws {
        let start = ContinuousClock.now
        while await client.condition.state != .bound {
            guard (ContinuousClock.now - start) / .seconds(1) < Self.bindSeconds else {
                throw CommandFailure(developer: "The SMPP client could not bind.")
            }
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    private func submit(by client: SMPPClient) async throws -> Double {
        let message = try message()
        let start = ContinuousClock.now
        let counts = (from: start + .seconds(warmUpSeconds), until: start + .seconds(warmUpSeconds + seconds))
        let accepted = try await withThrowingTaskGroup(of: Int.self) { group in
            for task in 0..<window {
                group.addTask {
                    var accepted = 0
                    var reference = Int64(task)
                    // Ends with the time.
                    while ContinuousClock.now < counts.until {
                        reference += Int64(window)
                        let answer = await client.submit(message, id: SubmissionID(reference: reference))
                        guard case .settled(.accepted) = answer else {
                            throw CommandFailure(developer: "A submit was not accepted: \(answer)")
                        }
                        let now = ContinuousClock.now
                        if now >= counts.from, now < counts.until { accepted += 1 }
                    }
                    return accepted
                }
            }
            return try await group.reduce(0, +)
        }
        return Double(accepted) / seconds
    }

    private func message() throws -> ShortMessage {
        guard let source = SMPPAddress.brandName("MOTCUA"), let destination = SMPPAddress.international("84905123456")
        else { throw CommandFailure(developer: "The numbers of the bench are none.") }
        var message = ShortMessage(source: source, destination: destination, text: Array(text.utf8))
        message.registeredDelivery = .always
        return message
    }
}
