"""VBA without Excel: pyOpenVBA's interpreter, with as much of Excel around it as our VBA asks."""

from __future__ import annotations

from pyopenvba.interpreter import Interpreter

_GLOBALS = """
Public asked As String
Public answer As Variant
Public isCell As Boolean

Public Function Application() As Object
    Set Application = New FakeApplication
End Function

Public Function ThisWorkbook() As Object
    Set ThisWorkbook = New FakeWorkbook
End Function

Public Function XLPy() As Object
    Set XLPy = New FakePython
End Function

Public Sub RunPython(ByVal command As String)
    asked = command
End Sub

Public Sub FromCell(ByVal given As Variant)
    isCell = True
    answer = given
End Sub

Public Function LastAsked() As String
    LastAsked = asked
End Function
"""

_APPLICATION = """
Public Property Get Caller() As Object
    If isCell Then Set Caller = New Range Else Set Caller = New FakeWorkbook
End Property
Public Sub MacroOptions(Macro As Variant, Optional Description As Variant, _
        Optional Category As Variant, Optional ArgumentDescriptions As Variant)
    asked = asked & Macro & "|" & Description & "|" & Category
    If Not IsMissing(ArgumentDescriptions) Then
        asked = asked & "|" & Join(ArgumentDescriptions, "|")
    End If
    asked = asked & vbLf
End Sub
"""

_WORKBOOK = """
Public Property Get Name() As String
    Name = "Bob's audit.xlsm"
End Property
"""

_RANGE = """
Public Function Address(Optional External As Boolean) As String
    Address = "'[audit.xlsm]Credits'!$B$2"
End Function
"""

_PYTHON = """
Public Function CallUDF(modulename As Variant, functionname As Variant, given As Variant, _
        book As Variant, caller As Variant) As Variant
    Dim each As Variant
    asked = modulename & "." & functionname
    For Each each In given
        asked = asked & "|" & each
    Next each
    If IsNull(answer) Then Err.Raise 1000, "Python", "no COM server"
    CallUDF = answer
End Function
"""


def vba_world() -> Interpreter:
    """Return an interpreter with stand-ins for Excel and for Python at the other end."""
    world = Interpreter()
    world.add_module(_GLOBALS, name="Stand")
    classes = {
        "FakeApplication": _APPLICATION,
        "FakeWorkbook": _WORKBOOK,
        "FakePython": _PYTHON,
        "Range": _RANGE,
    }
    for name, source in classes.items():
        world.add_module(source, name=name, kind="class")
    return world
