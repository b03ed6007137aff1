Attribute VB_Name = "XldeskSupport"
Option Explicit
' What the wrappers of xldesk's functions and macros share: the desk, errors, and macros.

#If Mac Then
#ElseIf VBA7 Then
Private Declare PtrSafe Function SetEnvironmentVariableW Lib "kernel32" ( _
    ByVal variable As LongPtr, ByVal content As LongPtr) As Long
#Else
Private Declare Function SetEnvironmentVariableW Lib "kernel32" ( _
    ByVal variable As Long, ByVal content As Long) As Long
#End If

Private Const DESK_SETTING As String = "XLDESK_DESK"
Private Const SETTINGS_SHEET As String = "xlwings.conf"

Private deskPath As String
Private deskIsKnown As Boolean
Private reasons As Object

' Python inherits the desk of this workbook; another open workbook may have set its own before.
Public Sub XldeskUseDesk()
    #If Mac Then
    Err.Raise vbObjectError + 513, "xldesk", _
        "this runs in Excel on Windows; on a Mac and on the web use the xldesk add-in"
    #Else
    If Not deskIsKnown Then
        deskPath = DeskSetting()
        deskIsKnown = True
    End If
    If deskPath = "" Then
        SetEnvironmentVariableW StrPtr(DESK_SETTING), 0
    Else
        SetEnvironmentVariableW StrPtr(DESK_SETTING), StrPtr(deskPath)
    End If
    #End If
End Sub

' The desk by this workbook's settings, else by the user's, else by the user's environment.
Private Function DeskSetting() As String
    DeskSetting = SheetSetting(DESK_SETTING)
    If DeskSetting = "" Then DeskSetting = GetConfig(DESK_SETTING, "", "user")
    If DeskSetting = "" Then DeskSetting = LastingVariable("USER")
    If DeskSetting = "" Then DeskSetting = LastingVariable("SYSTEM")
End Function

Private Function LastingVariable(ByVal owner As String) As String
    LastingVariable = CreateObject("WScript.Shell").Environment(owner).Item(DESK_SETTING)
End Function

Private Function SheetSetting(ByVal key As String) As String
    Dim page As Worksheet
    Dim at As Long
    For Each page In ThisWorkbook.Worksheets
        If page.Name = SETTINGS_SHEET Then
            at = 1
            Do While page.Cells(at, 1).Value <> ""
                If UCase$(page.Cells(at, 1).Value) = key Then
                    SheetSetting = CStr(page.Cells(at, 2).Value)
                End If
                at = at + 1
            Loop
        End If
    Next page
End Function

' An answer as a cell holds it: Python marks errors with Chr(2), and their reason with Chr(3).
Public Function XldeskAnswer(ByVal answer As Variant) As Variant
    Dim r As Long, c As Long
    If Not IsArray(answer) Then
        XldeskAnswer = CellValue(answer)
        Exit Function
    End If
    If IsFlat(answer) Then
        For c = LBound(answer) To UBound(answer)
            answer(c) = CellValue(answer(c))
        Next c
    Else
        For r = LBound(answer, 1) To UBound(answer, 1)
            For c = LBound(answer, 2) To UBound(answer, 2)
                answer(r, c) = CellValue(answer(r, c))
            Next c
        Next r
    End If
    XldeskAnswer = answer
End Function

Private Function IsFlat(ByRef answer As Variant) As Boolean
    Dim last As Long
    On Error GoTo flat
    last = UBound(answer, 2)
    Exit Function
flat:
    IsFlat = True
End Function

Private Function CellValue(ByVal answer As Variant) As Variant
    Dim reasonAt As Long
    CellValue = answer
    If VarType(answer) <> vbString Then Exit Function
    If Left$(answer, 1) <> Chr$(2) Then Exit Function
    reasonAt = InStr(answer, Chr$(3))
    If reasonAt = 0 Then reasonAt = Len(answer) + 1
    Remember Mid$(answer, reasonAt + 1)
    CellValue = ErrorValue(Mid$(answer, 2, reasonAt - 2))
End Function

Private Function ErrorValue(ByVal code As String) As Variant
    Select Case code
        Case "#NULL!": ErrorValue = CVErr(2000)
        Case "#DIV/0!": ErrorValue = CVErr(2007)
        Case "#REF!": ErrorValue = CVErr(2023)
        Case "#NAME?": ErrorValue = CVErr(2029)
        Case "#NUM!": ErrorValue = CVErr(2036)
        Case "#N/A": ErrorValue = CVErr(2042)
        Case Else: ErrorValue = CVErr(2015)
    End Select
End Function

' What a cell shows where Python could not be asked: #VALUE!, and the reason is kept.
Public Function XldeskFailure(ByVal reason As String) As Variant
    Remember reason
    XldeskFailure = CVErr(2015)
End Function

Private Sub Remember(ByVal reason As String)
    If reasons Is Nothing Then Set reasons = CreateObject("Scripting.Dictionary")
    If TypeOf Application.Caller Is Range Then
        reasons(Application.Caller.Address(External:=True)) = reason
    End If
End Sub

Public Sub XldeskWhy()
    Dim place As String, reason As String
    If Not IsError(ActiveCell.Value) Then
        MsgBox "Choose a cell that shows an error such as #N/A, then ask again.", , "xldesk"
        Exit Sub
    End If
    place = ActiveCell.Address(External:=True)
    reason = "No reason is known: calculate the cell again (F2, Enter), then ask again."
    If Not reasons Is Nothing Then
        If reasons.Exists(place) Then reason = reasons(place)
    End If
    MsgBox reason, , "xldesk"
End Sub

' A procedure of this workbook as Excel finds it, whatever else is open.
Public Function XldeskPlace(ByVal procedure As String) As String
    XldeskPlace = "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & procedure
End Function

Public Sub XldeskRun(ByVal moduleName As String, ByVal functionName As String)
    XldeskUseDesk
    RunPython "import xlwings as xw; from " & moduleName & " import " & functionName & _
        " as macro; macro(xw.Book.caller())"
End Sub

Public Sub XldeskRibbon(control As IRibbonControl)
    Application.Run XldeskPlace(control.Tag)
End Sub
