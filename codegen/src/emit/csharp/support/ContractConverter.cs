using System;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Contracts.Support;

/// <summary>Reads and writes by fixed code, so that the serializer's options do not matter.</summary>
internal abstract class ContractConverter<T>(JsonRead<T> read, JsonWrite<T> write) : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => read(ref reader);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => write(writer, value);
}
