using System.Collections.Generic;
using System.Text.Json;

namespace Contracts.Support;

/// <summary>The payload of an event.</summary>
/// <remarks>
/// Describes a type to <see cref="Contract"/>; it is not to be published. A message bus that also routes by the
/// interfaces of a message, as MassTransit does, is to be told to leave it out.
/// </remarks>
public interface IEventData
{
    /// <summary>Checks what the types do not hold by themselves. Empty if the payload follows its contract.</summary>
    IReadOnlyList<Violation> Validate();
}

/// <summary>The payload of an event, with what its contract says about the event itself.</summary>
/// <typeparam name="TSelf">The payload's own type.</typeparam>
public interface IEventData<TSelf> : IEventData
    where TSelf : class, IEventData<TSelf>
{
    /// <summary>The folder above the event: <c>shop</c>.</summary>
    static abstract string Domain { get; }

    /// <summary>The name on the wire.</summary>
    static abstract string EventType { get; }

    /// <summary>The version of the contract: the newest minor of its major.</summary>
    static abstract ContractVersion Version { get; }

    /// <summary>The service that publishes it.</summary>
    static abstract string Source { get; }

    /// <summary>Reads the payload from the token that the reader stands on.</summary>
    /// <exception cref="ContractException">The payload does not have the contract's form.</exception>
    static abstract TSelf ReadJson(ref Utf8JsonReader reader);

    /// <summary>Writes the payload.</summary>
    static abstract void WriteJson(Utf8JsonWriter writer, TSelf value);
}
