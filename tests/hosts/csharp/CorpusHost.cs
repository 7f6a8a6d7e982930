using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Text.Json;

/// <summary>Answers requests about compiled schemas, one JSON object a line: reads, validates, writes.</summary>
internal static class CorpusHost
{
    private static readonly JsonSerializerOptions Options = new()
    {
        MaxDepth = 128,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly Dictionary<string, Type> Types = new();

    private static int Main()
    {
        using var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
        using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = false };
        while (input.ReadLine() is { } line)
        {
            output.WriteLine(Answer(line));
            output.Flush();
        }

        return 0;
    }

    private static string Answer(string line)
    {
        try
        {
            using JsonDocument request = JsonDocument.Parse(line);
            string Text(string name) => request.RootElement.GetProperty(name).GetString()!;
            Type type = Find(Text("assembly"), Text("type"));
            object? value = JsonSerializer.Deserialize(Text("document"), type, Options);
            var violations = (IEnumerable?)type.GetMethod("Validate", Type.EmptyTypes)?.Invoke(value, null);
            string wrong = string.Join(", ", (violations ?? Array.Empty<object>()).Cast<object>().Select(Words));
            return wrong.Length > 0
                ? JsonSerializer.Serialize(new { refused = wrong })
                : JsonSerializer.Serialize(new { @out = JsonSerializer.Serialize(value, type, Options) });
        }
        catch (Exception error)
        {
            Exception inner = error is TargetInvocationException { InnerException: { } cause } ? cause : error;
            object? violations = inner.GetType().GetProperty("Violations")?.GetValue(inner);
            string wrong = violations is IEnumerable list ? string.Join(", ", list.Cast<object>().Select(Words)) : "";
            if (wrong.Length == 0 && inner.GetType().GetProperty("Rule")?.GetValue(inner) is { } rule)
            {
                wrong = $"{rule} at {JsonSerializer.Serialize(inner.GetType().GetProperty("Pointer")?.GetValue(inner))}";
            }

            bool expected = inner is JsonException || wrong.Length > 0;
            string words = wrong.Length > 0 ? wrong : $"{inner.GetType().Name}: {inner.Message}";
            // Anything but a verdict about the document is a fault of the generated code.
            return expected
                ? JsonSerializer.Serialize(new { refused = words })
                : JsonSerializer.Serialize(new { failed = words });
        }
    }

    private static string Words(object violation) =>
        $"{violation.GetType().GetProperty("Rule")?.GetValue(violation)} at " +
        JsonSerializer.Serialize(violation.GetType().GetProperty("Pointer")?.GetValue(violation));

    private static Type Find(string assembly, string name)
    {
        if (!Types.TryGetValue(assembly, out Type? type))
        {
            type = Assembly.LoadFrom(assembly).GetType(name, true)!;
            Types.Add(assembly, type);
        }

        return type;
    }
}
