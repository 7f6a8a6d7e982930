// Reads a list of [terms, texts], where a term is [source, wanted, ecma], and writes for each which texts match.
using System;
using System.Linq;
using System.Text.Json;
using Contracts.Support;

using var input = Console.OpenStandardInput();
using var document = JsonDocument.Parse(input);
var answers = document.RootElement.EnumerateArray().Select(row =>
{
    try
    {
        var terms = row[0].EnumerateArray().Select(term =>
            (Source: term[0].GetString()!, Wanted: term[1].GetBoolean(), Ecma: term[2].GetBoolean())).ToArray();
        // As generated code has it: a single linear expression may be of the simplest kind.
        var pattern = terms is [{ Wanted: true, Ecma: false }]
            ? new Pattern(terms[0].Source)
            : new Pattern(terms.Select(term => new Pattern.Term(term.Source, term.Wanted, term.Ecma)).ToArray());
        return (object)row[1].EnumerateArray().Select(text => pattern.IsMatch(text.GetString()!)).ToArray();
    }
    catch (Exception error)
    {
        return error.Message;
    }
});
Console.WriteLine(JsonSerializer.Serialize(answers));
