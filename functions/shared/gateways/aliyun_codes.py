"""Alibaba Cloud SMS's error codes, sorted.

https://help.aliyun.com/document_detail/101346.html (API) and the common codes of its gateway; receipts' codes are the
carriers' own, hundreds of them: only those that say that a number is bad are here.
"""

from collections.abc import Mapping
from datetime import timedelta

from functions.shared.gateways.faults import Code, Meaning

_HOUR = timedelta(hours=1)  # caps that somebody lifts in the console: asked again each hour

CODES: Mapping[str, Code] = {
    # The gateway's
    "Throttling": Code(Meaning.SLOW_DOWN, "用户或接口调用频率超限"),  # .User, .Api
    "ServiceUnavailable": Code(Meaning.RETRY, "服务暂不可用"),
    "InternalError": Code(Meaning.RETRY, "服务器内部错误"),
    "SignatureNonceUsed": Code(Meaning.RETRY, "随机数重复：再签一次"),
    "InvalidTimeStamp": Code(Meaning.RETRY, "时间戳与服务器相差15分钟以上"),
    "SignatureDoesNotMatch": Code(Meaning.NEVER, "签名不通过：AccessKey Secret 不对"),
    "IncompleteSignature": Code(Meaning.NEVER, "签名不完整"),
    "InvalidAccessKeyId": Code(Meaning.NEVER, "AccessKey 不存在或已停用"),  # .NotFound, .Inactive
    "Forbidden": Code(Meaning.NEVER, "无权限"),  # .RAM, .RiskControl …
    "NoPermission": Code(Meaning.NEVER, "无权限"),
    "InvalidAction": Code(Meaning.NEVER, "接口不存在"),
    "InvalidVersion": Code(Meaning.NEVER, "版本不存在"),
    "MissingParameter": Code(Meaning.NEVER, "缺少参数"),
    # Too much
    "isv.BUSINESS_LIMIT_CONTROL": Code(Meaning.SLOW_DOWN, "同一号码发送频率超限（分钟、小时或天级流控）"),
    "isv.DAY_LIMIT_CONTROL": Code(Meaning.SLOW_DOWN, "达到控制台设置的日发送限额", _HOUR),
    "isv.MONTH_LIMIT_CONTROL": Code(Meaning.SLOW_DOWN, "达到控制台设置的月发送限额", _HOUR),
    # In a moment
    "isp.SYSTEM_ERROR": Code(Meaning.RETRY, "系统错误，请重新调用"),
    "isp.GATEWAY_ERROR": Code(Meaning.RETRY, "网关错误"),
    # The number
    "isv.MOBILE_NUMBER_ILLEGAL": Code(Meaning.ADDRESS, "手机号码格式错误"),
    "isv.DOMESTIC_NUMBER_NOT_SUPPORTED": Code(Meaning.NEVER, "国际模板不支持境内号码：模板登记错了"),
    "isv.MOBILE_COUNT_OVER_LIMIT": Code(Meaning.NEVER, "手机号码数量超限"),
    # The message: its template, its signature, a variable
    "isv.BLACK_KEY_CONTROL_LIMIT": Code(Meaning.NEVER, "变量里有禁止透传的内容"),
    "isv.PARAM_NOT_SUPPORT_URL": Code(Meaning.NEVER, "变量不支持链接"),
    "isv.PARAM_LENGTH_LIMIT": Code(Meaning.NEVER, "变量超长"),
    "isv.TEMPLATE_PARAMS_ILLEGAL": Code(Meaning.NEVER, "变量与登记的属性不符"),
    "isv.TEMPLATE_MISSING_PARAMETERS": Code(Meaning.NEVER, "缺少变量"),
    "isv.INVALID_JSON_PARAM": Code(Meaning.NEVER, "变量须是字符串值的 JSON"),
    "isv.INVALID_PARAMETERS": Code(Meaning.NEVER, "参数格式不正确"),
    "isv.SMS_TEMPLATE_ILLEGAL": Code(Meaning.NEVER, "模板不存在或未通过审核"),
    "isv.SMS_SIGNATURE_ILLEGAL": Code(Meaning.NEVER, "签名不存在或未通过审核"),
    "isv.SMS_SIGN_ILLEGAL": Code(Meaning.NEVER, "签名禁止使用"),
    "isv.SIGN_STATE_ILLEGAL": Code(Meaning.NEVER, "签名状态不可用"),
    "isv.SMS_SIGNATURE_SCENE_ILLEGAL": Code(Meaning.NEVER, "签名与模板类型不一致"),
    "isv.SMS_CONTENT_ILLEGAL": Code(Meaning.NEVER, "内容含禁止发送的内容"),
    "isv.EXTEND_CODE_ERROR": Code(Meaning.NEVER, "扩展码用于多个签名"),
    # The account
    "isv.AMOUNT_NOT_ENOUGH": Code(Meaning.NEVER, "余额不足"),
    "isv.OUT_OF_SERVICE": Code(Meaning.NEVER, "业务停机：余额不足"),
    "isv.ACCOUNT_NOT_EXISTS": Code(Meaning.NEVER, "账户不存在"),
    "isv.ACCOUNT_ABNORMAL": Code(Meaning.NEVER, "账户异常"),
    "isv.PRODUCT_UN_SUBSCRIPT": Code(Meaning.NEVER, "未开通云通信产品"),
    "isv.PRODUCT_UNSUBSCRIBE": Code(Meaning.NEVER, "产品未开通"),
    "isp.RAM_PERMISSION_DENY": Code(Meaning.NEVER, "RAM 权限不足"),
    "isv.DENY_IP_RANGE": Code(Meaning.NEVER, "源 IP 不在中国内地：从境外不能发"),
}
