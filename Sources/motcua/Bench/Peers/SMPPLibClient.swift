import Foundation

/// The Python package smpplib as a client (máy khách smpplib), with the same window and the same text as ours.
struct SMPPLibClient {
    /// How long it may take beyond the time that counts until it is given up, in seconds.
    private static let graceSeconds = 30.0

    /// Fills the window, then reads one answer and sends one text in turn, and prints the answers in a second.
    private static let script = """
        import sys, time
        import smpplib.client

        port, window = int(sys.argv[1]), int(sys.argv[2])
        warm_up, seconds = float(sys.argv[3]), float(sys.argv[4])
        answers = 0

        def answered(pdu):
            global answers
            answers += 1

        client = smpplib.client.Client("127.0.0.1", port, allow_unknown_opt_params=True)
        client.set_message_sent_handler(answered)
        client.connect()
        client.bind_transceiver(system_id="bench", password="bench")

        def submit():
            client.send_message(
                source_addr_ton=5, source_addr_npi=0, source_addr="MOTCUA",
                dest_addr_ton=1, dest_addr_npi=1, destination_addr="84905123456",
                short_message=sys.argv[5].encode(), data_coding=0, esm_class=0, registered_delivery=1,
            )

        def run(duration):
            first, start = answers, time.monotonic()
            while time.monotonic() - start < duration:
                client.read_once()
                submit()
            return (answers - first) / (time.monotonic() - start)

        for _ in range(window):
            submit()
        run(warm_up)
        print(run(seconds))
        for _ in range(window):
            client.read_once()
        client.unbind()
        client.disconnect()
        """

    /// The Python of the environment that docker/install-packages.sh makes for tests; nil if smpplib is not there.
    static var python: String? {
        let environment = ProcessInfo.processInfo.environment
        let caches = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? "") + "/.cache"
        let path = caches + "/motcua-test-python/bin/python3"
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }

    /// The Python that has smpplib.
    let python: String

    /// Submits for some time.
    ///
    /// - Parameters:
    ///   - load: What is submitted, and for how long.
    ///   - port: The port of the SMSC.
    ///   - output: A file for what it prints.
    /// - Returns: The answered submits in a second.
    /// - Throws: ``CommandFailure`` if it fails or does not end.
    func rate(of load: SMPPLoad, port: Int, output: String) async throws -> Double {
        try Data().write(to: URL(filePath: output))
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = [
            "-c", Self.script, "\(port)", "\(load.window)", "\(load.warmUpSeconds)", "\(load.seconds)", load.text,
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: output)
        try process.run()
        let start = ContinuousClock.now
        let longest = load.warmUpSeconds + load.seconds + Self.graceSeconds
        while process.isRunning, (ContinuousClock.now - start) / .seconds(1) < longest {
            try await Task.sleep(for: .milliseconds(20))
        }
        if process.isRunning { process.terminate() }
        let text = try String(contentsOfFile: output, encoding: .utf8)
        guard let rate = Double(text.prefix { !$0.isNewline }) else {
            throw CommandFailure(developer: "smpplib gave no figure.")
        }
        return rate
    }
}
