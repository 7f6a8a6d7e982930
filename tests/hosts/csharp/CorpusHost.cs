using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Schemas.Support;

/// <summary>Answers requests about compiled schemas, one JSON object a line: reads, validates, writes.</summary>
internal static class CorpusHost
{
    private static readonly Dictionary<string, Document> Documents = new();

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
            return JsonSerializer.Serialize(new { @out = Find(Text("assembly")).RoundTrip(Text("document")) });
        }
        catch (Exception error)
        {
            // Anything but a verdict about the document is a fault of the generated code.
            return error is ContractException refusal
                ? JsonSerializer.Serialize(new { refused = string.Join(", ", refusal.Violations.Select(Words)) })
                : JsonSerializer.Serialize(new { failed = $"{error.GetType().Name}: {error.Message}" });
        }
    }

    private static string Words(Violation violation) =>
        $"{violation.Rule} at {JsonSerializer.Serialize(violation.Pointer)}";

    /// <summary>The one document type that an assembly has.</summary>
    private static Document Find(string path)
    {
        if (!Documents.TryGetValue(path, out Document? document))
        {
            IEnumerable<object?> lists = Assembly.LoadFrom(path).GetExportedTypes()
                .Where(type => type.Namespace == "Schemas" && type.IsAbstract && type.IsSealed)
                .Select(type => type.GetProperty("All", BindingFlags.Public | BindingFlags.Static)?.GetValue(null));
            document = lists.OfType<IReadOnlyList<Document>>().Single().Single();
            Documents.Add(path, document);
        }

        return document;
    }
}
