Attribute VB_Name = "XldeskFunctions"
Option Explicit
' Made by xldesk from its Python functions: change those, not this text.

Public Function CREDITOF(opportunity As Variant, currency_ As Variant, Optional as_of As Variant) As Variant
    If TypeOf Application.Caller Is Range Then On Error GoTo failed
    XldeskUseDesk
    CREDITOF = XldeskAnswer(XLPy.CallUDF("xldesk_udfs", "CREDITOF", Array(opportunity, currency_, as_of), _
        ThisWorkbook, Application.Caller))
    Exit Function
failed:
    CREDITOF = XldeskFailure(Err.Description)
End Function

Public Function STATUSNOW() As Variant
    If TypeOf Application.Caller Is Range Then On Error GoTo failed
    XldeskUseDesk
    STATUSNOW = XldeskAnswer(XLPy.CallUDF("xldesk_udfs", "STATUSNOW", Array(), _
        ThisWorkbook, Application.Caller))
    Exit Function
failed:
    STATUSNOW = XldeskFailure(Err.Description)
End Function

Public Sub XldeskDescribeFunctions()
    On Error Resume Next
    DescribeCREDITOF
    DescribeSTATUSNOW
    DescribeWRITE
End Sub

Private Sub DescribeCREDITOF()
    Application.MacroOptions Macro:=XldeskPlace("CREDITOF"), _
        Description:="Return what a ""deal"" earned " & ChrW(8211) & " in one currency. One number.", _
        Category:="xldesk", _
        ArgumentDescriptions:=Array( _
            "The id of an opportunity.", _
            "The currency, such as " & ChrW(8364) & ".", _
            "What was known then.")
End Sub

Private Sub DescribeSTATUSNOW()
    Application.MacroOptions Macro:=XldeskPlace("STATUSNOW"), _
        Description:="Return the status. A text.", _
        Category:="xldesk"
End Sub

Private Sub DescribeWRITE()
    Application.MacroOptions Macro:=XldeskPlace("WRITE"), _
        Description:="Return what a word of VBA is called. A text.", _
        Category:="xldesk", _
        ArgumentDescriptions:=Array( _
            "The id of an opportunity.")
End Sub
