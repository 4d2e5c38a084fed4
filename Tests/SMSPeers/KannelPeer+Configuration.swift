import Foundation

extension KannelPeer {
    /// The receivers of texts that lie in Kannel's store, as a look at its files from outside finds them.
    ///
    /// - Parameter numbers: The numbers that are looked for, in digits.
    /// - Returns: Those that were found.
    /// - Throws: What keeps from reading the store.
    public func stored(among numbers: Set<String>) throws -> Set<String> {
        let spool = folder.appending(path: "spool")
        var found: Set<String> = []
        for path in try FileManager.default.subpathsOfDirectory(atPath: spool.path()) {
            // A folder, or a file that Kannel has removed meanwhile.
            guard let bytes = try? Data(contentsOf: spool.appending(path: path)) else { continue }
            for number in numbers where bytes.range(of: Data(number.utf8)) != nil { found.insert(number) }
        }
        return found
    }

    /// What the tests need of `kannel.conf`; groups are set apart by blank lines.
    var configuration: String {
        """
        group = core
        admin-port = \(ports.admin)
        admin-interface = 127.0.0.1
        admin-password = adminpw
        status-password = statuspw
        smsbox-port = \(ports.boxes)
        smsbox-interface = 127.0.0.1
        box-allow-ip = "127.0.0.1"
        store-type = spool
        store-location = "\(folder.appending(path: "spool").path())"
        dlr-storage = internal
        sms-outgoing-queue-limit = \(queueLimit)

        \(operatorGroup)

        group = smsbox
        bearerbox-host = 127.0.0.1
        bearerbox-port = \(ports.boxes)
        sendsms-port = \(port)
        sendsms-interface = 127.0.0.1

        group = sendsms-user
        username = onestop
        password = secretpw
        max-messages = 6
        concatenation = true

        group = sms-service
        keyword = default
        catch-all = yes
        \(textsURL.map { "get-url = \"\($0)\"" } ?? "text = \"\"")
        omit-empty = true

        """
    }

    private var operatorGroup: String {
        switch smsc {
        case .testTool:
            """
            group = smsc
            smsc = fake
            smsc-id = FAKE
            port = \(ports.operator)
            connect-allow-ip = 127.0.0.1
            """
        // Without alt-charset and msg-id-type: the one breaks GSM 7-bit, the other writes the ids anew.
        case .smpp(let port):
            """
            group = smsc
            smsc = smpp
            smsc-id = SMPP
            host = 127.0.0.1
            port = \(port)
            transceiver-mode = true
            smsc-username = kannel
            smsc-password = secretpw
            system-type = ""
            reconnect-delay = 1
            """
        }
    }
}
