"""Compile Driver.cs with the Roslyn library, before any C# compiler exists here.

Hosts the .NET runtime in this Python process through hostfxr (ctypes), starts
pythonnet's Python.Runtime.dll in it, and calls Microsoft.CodeAnalysis.CSharp.
usage: bootstrap.py DOTNET_ROOT PYTHON_RUNTIME_DLL ROSLYN_DIR DRIVER_CS OUT_DLL
"""
import ctypes as C, os, sys

dotnet, pyrt, roslyn, source, out = map(os.path.abspath, sys.argv[1:6])
cfg = os.path.join(roslyn, "csc.runtimeconfig.json")


def host(dll, type_name, method, arg=b""):
    """Run a managed `static int method(IntPtr, int)` of dll in a new runtime in this process."""
    fxr_dir = os.path.join(dotnet, "host", "fxr")
    fxr = C.CDLL(os.path.join(fxr_dir, sorted(os.listdir(fxr_dir))[-1], "libhostfxr.so"))

    class Params(C.Structure):
        _fields_ = [("size", C.c_size_t), ("host_path", C.c_char_p), ("dotnet_root", C.c_char_p)]

    handle, get_fn, fn = C.c_void_p(), C.c_void_p(), C.c_void_p()
    params = Params(C.sizeof(Params), None, dotnet.encode())
    rc = fxr.hostfxr_initialize_for_runtime_config(cfg.encode(), C.byref(params), C.byref(handle))
    assert rc == 0, f"hostfxr_initialize_for_runtime_config: {rc & 0xffffffff:#x}"
    rc = fxr.hostfxr_get_runtime_delegate(handle, 5, C.byref(get_fn))  # hdt_load_assembly_and_get_function_pointer
    assert rc == 0, f"hostfxr_get_runtime_delegate: {rc & 0xffffffff:#x}"
    load = C.CFUNCTYPE(C.c_int, *[C.c_char_p] * 4, C.c_void_p, C.c_void_p)(get_fn.value)
    rc = load(dll.encode(), type_name.encode(), method.encode(), None, None, C.byref(fn))
    assert rc == 0, f"load_assembly_and_get_function_pointer: {rc & 0xffffffff:#x}"
    # PYFUNCTYPE: the callee uses the Python C API, so the GIL stays held
    return C.PYFUNCTYPE(C.c_int, C.c_char_p, C.c_int)(fn.value)(arg, len(arg))


rc = host(pyrt, "Python.Runtime.Loader, Python.Runtime", "Initialize")
assert rc == 0, "Python.Runtime.Loader.Initialize failed"

import clr  # noqa: E402  (made by Initialize)

for name in ("Microsoft.CodeAnalysis", "Microsoft.CodeAnalysis.CSharp"):
    clr.AddReference(os.path.join(roslyn, name + ".dll"))
clr.AddReference("System.Collections.Immutable")
from System import AppContext, Array  # noqa: E402
from System.IO import File  # noqa: E402
from Microsoft.CodeAnalysis import FileSystemExtensions, MetadataReference, OptimizationLevel, OutputKind, SyntaxTree  # noqa: E402
from Microsoft.CodeAnalysis.CSharp import CSharpCompilation, CSharpCompilationOptions, CSharpSyntaxTree  # noqa: E402

shared = os.path.join(dotnet, "shared", "Microsoft.NETCore.App")
fw = os.path.join(shared, sorted(os.listdir(shared))[-1])
dlls = [p for p in str(AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")).split(os.pathsep) if os.path.dirname(p) == fw]
dlls += [os.path.join(roslyn, n) for n in ("Microsoft.CodeAnalysis.dll", "Microsoft.CodeAnalysis.CSharp.dll")]
refs = Array[MetadataReference]([MetadataReference.CreateFromFile(p) for p in sorted(dlls)])
trees = Array[SyntaxTree]([CSharpSyntaxTree.ParseText(File.ReadAllText(source), path=source)])
options = CSharpCompilationOptions(OutputKind.ConsoleApplication).WithOptimizationLevel(OptimizationLevel.Release).WithDeterministic(True)
result = FileSystemExtensions.Emit(CSharpCompilation.Create("csc", trees, refs, options), out)
for d in result.Diagnostics:
    if d.WarningLevel == 0:  # errors
        print(d.ToString())
sys.stdout.flush()
os._exit(0 if result.Success else 1)  # skip the two runtimes' shutdown
