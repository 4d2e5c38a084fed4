import SMPP
import Testing

@Suite("What a status means")
struct CommandStatusTests {
    @Test(
        "statuses have the numbers and names of table 5-2",
        arguments: [
            (CommandStatus.ok, UInt32(0x00), "ESME_ROK"),
            (.invalidDestinationAddress, 0x0B, "ESME_RINVDSTADR"),
            (.bindFailed, 0x0D, "ESME_RBINDFAIL"),
            (.invalidPassword, 0x0E, "ESME_RINVPASWD"),
            (.messageQueueFull, 0x14, "ESME_RMSGQFUL"),
            (.throttled, 0x58, "ESME_RTHROTTLED"),
            (.receiverTemporaryError, 0x64, "ESME_RX_T_APPN"),
            (.unknownError, 0xFF, "ESME_RUNKNOWNERR"),
        ]
    )
    func names(status: CommandStatus, number: UInt32, name: String) {
        #expect(status.rawValue == number)
        #expect(status.name == name)
        #expect(status.description == name)
    }

    @Test("a vendor's status is shown as its number")
    func vendorStatus() {
        #expect(CommandStatus(rawValue: 0x400).name == nil)
        #expect(CommandStatus(rawValue: 0x400).description == "0x00000400")
        #expect(CommandStatus(rawValue: .max).description == "0xFFFFFFFF")
    }

    @Test("only what may pass is to be tried later")
    func dispositions() {
        let later: Set<UInt32> = [
            0x04, 0x08, 0x0A, 0x0D, 0x0E, 0x0F, 0x14, 0x48, 0x49, 0x50, 0x51, 0x53, 0x58, 0x64, 0xFF,
        ]
        for number in UInt32(0)...0x500 {
            let expected: CommandStatus.Disposition =
                number == 0 ? .accepted : later.contains(number) ? .tryLater : .refused
            #expect(CommandStatus(rawValue: number).disposition == expected, "\(number)")
        }
    }

    @Test("throttling and full queues slow the session down")
    func slowDown() {
        let slowing = (UInt32(0)...0x500).filter { CommandStatus(rawValue: $0).asksToSlowDown }
        #expect(slowing == [0x14, 0x58])
    }

    @Test("what is wrong with the account, its sender and how addresses are told is no fault of a message")
    func account() {
        let statuses = (UInt32(0)...0x500).filter { CommandStatus(rawValue: $0).refusesAccount }
        #expect(statuses == [0x0A, 0x0D, 0x0E, 0x0F, 0x48, 0x49, 0x50, 0x51, 0x53])
    }
}
