Attribute VB_Name = "XldeskMacros"
Option Explicit

Public Sub XldeskQuarterCloseAudit()
    XldeskRun "xldesk_udfs.macros.quarter_close_audit", "quarter_close_audit"
End Sub

Public Sub XldeskRefresh()
    XldeskRun "xldesk_udfs.macros.refresh", "refresh"
End Sub

Public Sub XldeskValidateWorkbook()
    XldeskRun "xldesk_udfs.macros.validate_workbook", "validate_workbook"
End Sub

Public Sub XldeskReconcile()
    XldeskRun "xldesk_udfs.macros.reconcile", "reconcile"
End Sub

Public Sub XldeskSignOff()
    XldeskRun "xldesk_udfs.macros.sign_off", "sign_off"
End Sub

Public Sub XldeskPrepareTracker()
    XldeskRun "xldesk_udfs.macros.prepare_tracker", "prepare_tracker"
End Sub
