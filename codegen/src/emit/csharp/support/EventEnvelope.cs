using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Contracts.Support;

/// <summary>An envelope around an event whose type is not known when the code is compiled.</summary>
public interface IEventEnvelope
{
    /// <summary>Unique id of this one event; a redelivered message has the same id.</summary>
    Guid EventId { get; }

    /// <summary>Type of the event in <see cref="Data"/>.</summary>
    string EventType { get; }

    /// <summary>When the event happened.</summary>
    DateTimeOffset Timestamp { get; }

    /// <summary>Shared by all events that come from one request or business process.</summary>
    Guid CorrelationId { get; }

    /// <summary>The id of the event that led to this one.</summary>
    Guid? CausationId { get; }

    /// <summary>The service that published the event.</summary>
    string Source { get; }

    /// <summary>Version of the contract that <see cref="Data"/> follows.</summary>
    ContractVersion Version { get; }

    /// <summary>W3C trace context of the publishing operation.</summary>
    string? Traceparent { get; }

    /// <summary>The event itself.</summary>
    IEventData Data { get; }
}

/// <summary>The standard wrapper of every event: who said what, when, and in answer to what.</summary>
/// <typeparam name="T">The event itself.</typeparam>
[JsonConverter(typeof(EventEnvelopeConverterFactory))]
public sealed record EventEnvelope<T> : IEventEnvelope
    where T : class, IEventData<T>
{
    /// <inheritdoc/>
    public required Guid EventId { get; init; }

    /// <inheritdoc/>
    public string EventType => T.EventType;

    /// <inheritdoc/>
    public required DateTimeOffset Timestamp { get; init; }

    /// <inheritdoc/>
    public required Guid CorrelationId { get; init; }

    /// <inheritdoc/>
    public Guid? CausationId { get; init; }

    /// <inheritdoc/>
    public string Source { get; init; } = T.Source;

    /// <inheritdoc/>
    public ContractVersion Version { get; init; } = T.Version;

    /// <inheritdoc/>
    public string? Traceparent { get; init; }

    /// <summary>The event itself.</summary>
    public required T Data { get; init; }

    IEventData IEventEnvelope.Data => Data;

    /// <summary>Checks the envelope and the event in it. Empty if both follow their contracts.</summary>
    public IReadOnlyList<Violation> Validate() =>
        [.. EventEnvelope.Check(this, T.Version.Major), .. EventEnvelope.CheckData(this)];
}

/// <summary>What a reader looks at first: which event a text holds.</summary>
/// <param name="EventType">Type of the event.</param>
/// <param name="Version">Version of its contract.</param>
/// <param name="Source">The service that published it.</param>
public sealed record EnvelopeHeader(string EventType, ContractVersion Version, string Source);

/// <summary>Makes envelopes, and looks into them.</summary>
public static class EventEnvelope
{
    private static readonly Pattern SourceForm = new("^[a-z][a-z0-9]*(-[a-z0-9]+)*\\z");
    private static readonly Pattern TraceparentForm = new("^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}\\z");

    /// <summary>Wraps an event that happens now, with an id of its own.</summary>
    /// <param name="data">The event.</param>
    /// <param name="correlationId">Shared by all events of one request or business process.</param>
    /// <param name="causationId">The id of the event that led to this one, if one did.</param>
    public static EventEnvelope<T> Create<T>(T data, Guid correlationId, Guid? causationId = null)
        where T : class, IEventData<T> => new()
        {
            EventId = Guid.NewGuid(),
            Timestamp = DateTimeOffset.UtcNow,
            CorrelationId = correlationId,
            CausationId = causationId,
            Data = data,
        };

    /// <summary>Reads which event an envelope holds, without a look into its data.</summary>
    /// <exception cref="ContractException">The text is not an envelope.</exception>
    public static EnvelopeHeader ReadHeader(string json) => ReadHeader(Contract.Utf8(json));

    /// <summary>Reads which event an envelope in UTF-8 holds, without a look into its data.</summary>
    /// <exception cref="ContractException">The text is not an envelope.</exception>
    public static EnvelopeHeader ReadHeader(ReadOnlySpan<byte> utf8Json) => Contract.Parse(utf8Json, Header);

    internal static EnvelopeHeader Header(ref Utf8JsonReader reader)
    {
        Wire.StartObject(ref reader);
        string? member = null;
        bool hasEventType = false, hasVersion = false, hasSource = false;
        string eventType = "", source = "";
        ContractVersion version = default;
        try
        {
            while (Wire.NextMember(ref reader, ref member))
            {
                if (reader.ValueTextEquals("eventType"u8))
                {
                    Wire.Enter(ref reader, ref member, ref hasEventType, "eventType");
                    eventType = Wire.String(ref reader);
                }
                else if (reader.ValueTextEquals("version"u8))
                {
                    Wire.Enter(ref reader, ref member, ref hasVersion, "version");
                    version = Wire.Version(ref reader);
                }
                else if (reader.ValueTextEquals("source"u8))
                {
                    Wire.Enter(ref reader, ref member, ref hasSource, "source");
                    source = Wire.String(ref reader);
                }
                else
                {
                    Wire.SkipMember(ref reader);
                }
            }
        }
        catch (ContractException error)
        {
            error.Under(member);
            throw;
        }

        Wire.Require(hasEventType, "eventType");
        Wire.Require(hasSource, "source");
        Wire.Require(hasVersion, "version");
        return new EnvelopeHeader(eventType, version, source);
    }

    internal static IReadOnlyList<Violation> Check(IEventEnvelope envelope, uint major)
    {
        var check = new Checker();
        check.Enter("source");
        if (check.NotNull(envelope.Source))
        {
            check.MaxLength(envelope.Source, 64);
            check.Pattern(envelope.Source, SourceForm);
        }

        check.Leave();
        check.Enter("version");
        if (envelope.Version.Major != major)
        {
            check.Fail("const", $"must have the major version {major}, whose type the data has");
        }

        check.Leave();
        if (envelope.Traceparent is { } traceparent)
        {
            check.Enter("traceparent");
            check.Pattern(traceparent, TraceparentForm);
            check.Leave();
        }

        return check.Violations;
    }

    internal static IReadOnlyList<Violation> CheckData(IEventEnvelope envelope)
    {
        if (envelope.Data is null)
        {
            return [new Violation("/data", "type", "must not be null")];
        }

        IReadOnlyList<Violation> violations = envelope.Data.Validate();
        return violations.Count == 0 ? violations : [.. violations.Select(violation => violation.Under("data"))];
    }
}
