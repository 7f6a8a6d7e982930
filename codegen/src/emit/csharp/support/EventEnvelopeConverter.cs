using System;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Contracts.Support;

/// <summary>Finds the converter for an envelope.</summary>
internal sealed class EventEnvelopeConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(EventEnvelope<>);

    public override JsonConverter? CreateConverter(Type typeToConvert, JsonSerializerOptions options)
    {
        Type converter = typeof(EventEnvelopeConverter<>).MakeGenericType(typeToConvert.GetGenericArguments());
        return (JsonConverter?)Activator.CreateInstance(converter);
    }
}

/// <summary>Reads and writes envelopes, whatever the serializer's options are.</summary>
internal sealed class EventEnvelopeConverter<T> : JsonConverter<EventEnvelope<T>>
    where T : class, IEventData<T>
{
    public override EventEnvelope<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ReadJson(ref reader);

    public override void Write(Utf8JsonWriter writer, EventEnvelope<T> value, JsonSerializerOptions options) =>
        WriteJson(writer, value);

    internal static EventEnvelope<T> ReadJson(ref Utf8JsonReader reader)
    {
        // The event type and the version first, wherever they stand: data of another event is not looked at.
        Utf8JsonReader ahead = reader;
        EnvelopeHeader header = EventEnvelope.Header(ref ahead);
        Expect(header.EventType == T.EventType, "eventType", $"must be `{T.EventType}`");
        Expect(header.Version.Major == T.Version.Major, "version", $"must have the major version {T.Version.Major}");

        string? member = null;
        bool hasEventId = false, hasTimestamp = false, hasCorrelationId = false, hasCausationId = false;
        bool hasTraceparent = false, hasData = false;
        Guid eventId = default, correlationId = default;
        Guid? causationId = null;
        DateTimeOffset timestamp = default;
        string? traceparent = null;
        T data = null!;
        try
        {
            while (Wire.NextMember(ref reader, ref member))
            {
                if (reader.ValueTextEquals("eventId"u8))
                {
                    Wire.Enter(ref reader, ref member, ref hasEventId, "eventId");
                    eventId = Wire.Guid(ref reader);
                }
                else if (reader.ValueTextEquals("timestamp"u8))
                {
                    Wire.Enter(ref reader, ref member, ref hasTimestamp, "timestamp");
                    timestamp = Wire.DateTimeOffset(ref reader);
                }
                else if (reader.ValueTextEquals("correlationId"u8))
                {
                    Wire.Enter(ref reader, ref member, ref hasCorrelationId, "correlationId");
                    correlationId = Wire.Guid(ref reader);
                }
                else if (reader.ValueTextEquals("causationId"u8))
                {
                    Wire.Enter(ref reader, ref member, ref hasCausationId, "causationId");
                    causationId = Wire.Guid(ref reader);
                }
                else if (reader.ValueTextEquals("traceparent"u8))
                {
                    Wire.Enter(ref reader, ref member, ref hasTraceparent, "traceparent");
                    traceparent = Wire.String(ref reader);
                }
                else if (reader.ValueTextEquals("data"u8))
                {
                    Wire.Enter(ref reader, ref member, ref hasData, "data");
                    data = T.ReadJson(ref reader);
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

        Wire.Require(hasEventId, "eventId");
        Wire.Require(hasTimestamp, "timestamp");
        Wire.Require(hasCorrelationId, "correlationId");
        Wire.Require(hasData, "data");
        return new EventEnvelope<T>
        {
            EventId = eventId,
            Timestamp = timestamp,
            CorrelationId = correlationId,
            CausationId = causationId,
            Source = header.Source,
            Version = header.Version,
            Traceparent = traceparent,
            Data = data,
        };
    }

    internal static void WriteJson(Utf8JsonWriter writer, EventEnvelope<T> value)
    {
        writer.WriteStartObject();
        writer.WriteString("eventId"u8, value.EventId);
        writer.WriteString("eventType"u8, value.EventType);
        writer.WritePropertyName("timestamp"u8);
        Wire.Write(writer, value.Timestamp);
        writer.WriteString("correlationId"u8, value.CorrelationId);
        if (value.CausationId is { } causationId)
        {
            writer.WriteString("causationId"u8, causationId);
        }

        writer.WriteString("source"u8, value.Source);
        writer.WriteString("version"u8, value.Version.ToString());
        if (value.Traceparent is { } traceparent)
        {
            writer.WriteString("traceparent"u8, traceparent);
        }

        writer.WritePropertyName("data"u8);
        T.WriteJson(writer, value.Data);
        writer.WriteEndObject();
    }

    private static void Expect(bool holds, string member, string message)
    {
        if (!holds)
        {
            var error = new ContractException("const", message);
            error.Under(member);
            throw error;
        }
    }
}
