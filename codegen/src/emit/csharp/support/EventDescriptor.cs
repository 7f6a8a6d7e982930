using System;
using System.Collections.Generic;
using System.Linq;

namespace Contracts.Support;

/// <summary>One event in one major version, for code that chooses it by name at run time.</summary>
public abstract class EventDescriptor
{
    private protected EventDescriptor(string domain, string eventType, ContractVersion version, string source, Type type)
    {
        Domain = domain;
        EventType = eventType;
        Version = version;
        Source = source;
        Type = type;
    }

    /// <summary>The folder above the event: <c>shop</c>.</summary>
    public string Domain { get; }

    /// <summary>The name on the wire.</summary>
    public string EventType { get; }

    /// <summary>The newest minor of its major.</summary>
    public ContractVersion Version { get; }

    /// <summary>The service that publishes it.</summary>
    public string Source { get; }

    /// <summary>The type of its payload.</summary>
    public Type Type { get; }

    /// <summary>Reads and validates the payload.</summary>
    /// <exception cref="ContractException">The text does not follow the contract.</exception>
    public abstract IEventData Decode(string dataJson);

    /// <summary>Reads an envelope and validates it with its payload.</summary>
    /// <exception cref="ContractException">The text does not follow the contract, or holds another event.</exception>
    public abstract IEventEnvelope DecodeEnvelope(string envelopeJson);

    /// <summary>Reads, validates and writes the payload.</summary>
    /// <exception cref="ContractException">The text does not follow the contract.</exception>
    public abstract string RoundTrip(string dataJson);

    /// <summary>Reads, validates and writes an envelope.</summary>
    /// <exception cref="ContractException">The text does not follow the contract, or holds another event.</exception>
    public abstract string RoundTripEnvelope(string envelopeJson);

    /// <inheritdoc/>
    public override string ToString() => $"{Domain}/{EventType} {Version}";

    internal static EventDescriptor Of<T>()
        where T : class, IEventData<T> => new Typed<T>();

    private sealed class Typed<T> : EventDescriptor
        where T : class, IEventData<T>
    {
        internal Typed()
            : base(T.Domain, T.EventType, T.Version, T.Source, typeof(T))
        {
        }

        public override IEventData Decode(string dataJson) => Contract.Decode<T>(dataJson);

        public override IEventEnvelope DecodeEnvelope(string envelopeJson) => Contract.DecodeEnvelope<T>(envelopeJson);

        public override string RoundTrip(string dataJson) => Contract.Encode(Contract.Decode<T>(dataJson));

        public override string RoundTripEnvelope(string envelopeJson) =>
            Contract.EncodeEnvelope(Contract.DecodeEnvelope<T>(envelopeJson));
    }
}

/// <summary>A set of events, to find the one that a text holds.</summary>
internal sealed class EventSet
{
    private readonly ILookup<(string EventType, uint Major), EventDescriptor> byName;

    internal EventSet(params EventDescriptor[] events)
    {
        All = events;
        byName = events.ToLookup(descriptor => (descriptor.EventType, descriptor.Version.Major));
    }

    internal IReadOnlyList<EventDescriptor> All { get; }

    internal EventDescriptor? Find(string domain, string eventType, uint major) =>
        byName[(eventType, major)].FirstOrDefault(descriptor => descriptor.Domain == domain);

    /// <summary>The event that a header names. Where several domains have it, the source decides.</summary>
    internal EventDescriptor Find(EnvelopeHeader header)
    {
        EventDescriptor[] found = byName[(header.EventType, header.Version.Major)].ToArray();
        if (found.Length > 1)
        {
            EventDescriptor[] published = Array.FindAll(found, descriptor => descriptor.Source == header.Source);
            found = published.Length == 1 ? published : found;
        }

        if (found.Length == 1)
        {
            return found[0];
        }

        bool knowsType = All.Any(descriptor => descriptor.EventType == header.EventType);
        string message = found.Length > 1
            ? $"may be any of {string.Join(", ", found.Select(descriptor => descriptor.ToString()))}"
            : knowsType ? "must be a known version of the event" : "must be a known event type";
        var error = new ContractException("enum", message);
        error.Under(found.Length == 0 && knowsType ? "version" : "eventType");
        throw error;
    }
}
