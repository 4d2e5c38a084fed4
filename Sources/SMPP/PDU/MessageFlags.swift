// SMPP v3.4, sections 5.2.12 and 5.2.17.

/// The mode and type of a message, esm_class.
public struct ESMClass: RawRepresentable, Hashable, Sendable {
    /// The octet on the wire: mode in bits 1-0, type in bits 5-2, features in bits 7-6.
    public let rawValue: UInt8

    /// Takes any octet.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// An ordinary message in the mode that the SMSC prefers.
    public static let ordinary = ESMClass(rawValue: 0x00)
    /// A part of a longer text, with a user data header before it.
    public static let withUserDataHeader = ESMClass(rawValue: 0x40)
    /// A receipt of the SMSC about a final state.
    public static let deliveryReceipt = ESMClass(rawValue: 0x04)
    /// A notification about a state that is not final.
    public static let intermediateNotification = ESMClass(rawValue: 0x20)

    /// Whether a user data header stands before the text (UDHI).
    public var hasUserDataHeader: Bool { rawValue & 0x40 != 0 }

    /// Whether the message carries a receipt of the SMSC.
    public var isDeliveryReceipt: Bool { rawValue & Self.typeMask == Self.deliveryReceipt.rawValue }

    /// Whether the message carries an intermediate notification.
    public var isIntermediateNotification: Bool { rawValue & Self.typeMask == Self.intermediateNotification.rawValue }

    private static let typeMask: UInt8 = 0x3C
}

/// The receipts that are asked for, registered_delivery.
public struct RegisteredDelivery: RawRepresentable, Hashable, Sendable {
    /// The octet on the wire.
    public let rawValue: UInt8

    /// Takes any octet.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// No receipt.
    public static let none = RegisteredDelivery(rawValue: 0x00)
    /// A receipt of the SMSC whether the message was delivered or failed.
    public static let always = RegisteredDelivery(rawValue: 0x01)
    /// A receipt of the SMSC only if the message failed.
    public static let onFailure = RegisteredDelivery(rawValue: 0x02)
    /// Intermediate notifications and a receipt in any case.
    public static let alwaysWithNotifications = RegisteredDelivery(rawValue: 0x11)
}
