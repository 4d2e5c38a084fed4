/// The fields of PDUs as the specification prints them, so that an error can say where it happened.
///
/// Source: SMPP v3.4, sections 4 and 5.
public enum PDUField: String, Sendable, Hashable, CaseIterable {
    /// The length of the whole PDU, section 5.1.1.
    case commandLength = "command_length"
    /// The kind of the PDU, section 5.1.2.
    case commandID = "command_id"
    /// The success or failure of a request, section 5.1.3.
    case commandStatus = "command_status"
    /// What pairs a response with its request, section 5.1.4.
    case sequenceNumber = "sequence_number"
    /// The name of the system that binds or answers, section 5.2.1.
    case systemID = "system_id"
    /// The password of the bind, section 5.2.2.
    case password = "password"
    /// The type of the ESME, section 5.2.3.
    case systemType = "system_type"
    /// The version of the protocol, section 5.2.4.
    case interfaceVersion = "interface_version"
    /// The addresses that the ESME serves, section 5.2.7.
    case addressRange = "address_range"
    /// The SMS application service, section 5.2.11.
    case serviceType = "service_type"
    /// The type of number of an address, section 5.2.5.
    case typeOfNumber = "addr_ton"
    /// The numbering plan of an address, section 5.2.6.
    case numberingPlan = "addr_npi"
    /// The sender, section 5.2.8.
    case sourceAddress = "source_addr"
    /// The receiver, section 5.2.9.
    case destinationAddress = "destination_addr"
    /// The address of the ESME in an alert, section 5.2.10.
    case esmeAddress = "esme_addr"
    /// The mode and type of a message, section 5.2.12.
    case esmClass = "esm_class"
    /// The protocol identifier of the network, section 5.2.13.
    case protocolID = "protocol_id"
    /// The priority of a message, section 5.2.14.
    case priorityFlag = "priority_flag"
    /// The time at which delivery begins, section 5.2.15.
    case scheduleDeliveryTime = "schedule_delivery_time"
    /// The time at which a message expires, section 5.2.16.
    case validityPeriod = "validity_period"
    /// The receipts that are asked for, section 5.2.17.
    case registeredDelivery = "registered_delivery"
    /// Whether an older message is replaced, section 5.2.18.
    case replaceIfPresent = "replace_if_present_flag"
    /// The alphabet of a message, section 5.2.19.
    case dataCoding = "data_coding"
    /// The number of a text stored at the SMSC, section 5.2.20.
    case defaultMessageID = "sm_default_msg_id"
    /// The octets of the text, sections 5.2.21 and 5.2.22.
    case shortMessage = "short_message"
    /// The id that the SMSC gave to a message, section 5.2.23.
    case messageID = "message_id"
    /// The moment of the final state, section 5.2.27.
    case finalDate = "final_date"
    /// The state of a message, section 5.2.28.
    case messageState = "message_state"
    /// The network's error, section 5.2.31.
    case errorCode = "error_code"
    /// An optional parameter, section 5.3.
    case optionalParameter = "optional parameter"
}
