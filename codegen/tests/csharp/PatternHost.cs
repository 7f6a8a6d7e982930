// Reads a list of [terms, texts], where a term is [source, wanted, backtracks], and writes for each which texts match.
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
            new Pattern.Term(term[0].GetString()!, term[1].GetBoolean(), term[2].GetBoolean()));
        var pattern = new Pattern(terms.ToArray());
        return (object)row[1].EnumerateArray().Select(text => pattern.IsMatch(text.GetString()!)).ToArray();
    }
    catch (Exception error)
    {
        return error.Message;
    }
});
Console.WriteLine(JsonSerializer.Serialize(answers));
