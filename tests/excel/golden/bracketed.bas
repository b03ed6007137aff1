Attribute VB_Name = "XldeskBracketed"
Option Explicit
' Made by xldesk from its Python functions: change those, not this text.

Public Function [WRITE](opportunity As Variant) As Variant
    If TypeOf Application.Caller Is Range Then On Error GoTo failed
    XldeskUseDesk
    [WRITE] = XldeskAnswer(XLPy.CallUDF("xldesk_udfs", "WRITE", Array(opportunity), _
        ThisWorkbook, Application.Caller))
    Exit Function
failed:
    [WRITE] = XldeskFailure(Err.Description)
End Function
